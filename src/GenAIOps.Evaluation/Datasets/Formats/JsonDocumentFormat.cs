namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>
/// One JSON document: a list of rows, or an object with the rows in <c>data</c> or <c>rows</c>, as microsoft/ai-agent-evals has them. One row is in
/// memory at a time. What is JSON Lines by its content is read as that.
/// </summary>
internal sealed class JsonDocumentFormat : IRowFormat
{
    public string Name => "json";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        JsonRowsReader document = new(file);
        while (document.Next(out var json))
        {
            RawRow? row = null;
            try
            {
                row = JsonRow.Read(json.Span, document.Line, document.Column);
            }
            catch (RowException e)
            {
                trouble(e);
            }

            if (row is not null) yield return row;
        }

        if (!document.IsLines) yield break;
        file.Position = 0;
        foreach (var row in new JsonLinesFormat().Read(file, trouble)) yield return row;
    }
}
