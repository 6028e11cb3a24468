using System.Text;
using static GenAIOps.Evaluation.Reports.Html.HtmlText;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>A table that reads as cards on a phone: every cell carries the name of its column. Roles are spelt out, because a table that is laid out as blocks loses its own.</summary>
/// <param name="title">Id of the heading that names it.</param>
/// <param name="columns">The first names the rows.</param>
internal sealed class CardTable(string title, IReadOnlyList<string> columns)
{
    private readonly StringBuilder _rows = new();

    /// <param name="cells">HTML, one a column.</param>
    public void Row(params IReadOnlyList<string> cells)
    {
        _rows.Append("<tr role=\"row\">");
        for (var i = 0; i < columns.Count; i++)
        {
            var plot = cells[i].StartsWith("<svg", StringComparison.Ordinal) ? " class=\"plot-cell\"" : "";
            _rows.Append(i == 0 ? $"<th scope=\"row\" role=\"rowheader\">{cells[i]}</th>" : $"<td{plot} role=\"cell\" data-label=\"{E(columns[i])}\"><div>{cells[i]}</div></td>");
        }

        _rows.Append("</tr>\n");
    }

    public override string ToString() =>
        $"<table class=\"cards\" role=\"table\" aria-labelledby=\"{title}\"><thead role=\"rowgroup\"><tr role=\"row\">{string.Concat(columns.Select(column => $"<th scope=\"col\" role=\"columnheader\">{E(column)}</th>"))}</tr></thead><tbody role=\"rowgroup\">\n{_rows}</tbody></table>";
}
