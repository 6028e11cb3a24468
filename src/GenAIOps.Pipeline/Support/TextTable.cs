namespace GenAIOps.Pipeline.Support;

/// <summary>Rows of text under headings, each column as wide as its widest cell; a column without any text is left out.</summary>
internal sealed class TextTable(params string[] headings)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; cells that are left out at its end are empty.</summary>
    public void Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cells.Length, headings.Length);
        _rows.Add([.. headings.Select((_, column) => column < cells.Length ? cells[column].ReplaceLineEndings(" ") : "")]);
    }

    /// <summary>The headings, a rule and the rows, without blanks at the end of a line; nothing without rows.</summary>
    public IEnumerable<string> Lines()
    {
        int[] columns = [.. Enumerable.Range(0, headings.Length).Where(column => _rows.Exists(row => row[column].Length > 0))];
        if (columns.Length == 0)
        {
            return [];
        }

        var widths = columns.ToDictionary(column => column, column => _rows.Max(row => Math.Max(row[column].Length, headings[column].Length)));
        string Line(string[] cells) => string.Join(Gap, columns.Select(column => cells[column].PadRight(widths[column]))).TrimEnd();
        return [Line(headings), new string('─', widths.Values.Sum() + (Gap.Length * (columns.Length - 1))), .. _rows.Select(Line)];
    }
}
