using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GenAIOps.Evaluation.Datasets.Formats;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>Makes a row of a set from the columns of a file.</summary>
internal sealed class CaseReader(ColumnNames names)
{
    /// <exception cref="RowException">A column is missing or not of its form.</exception>
    public EvaluationCase Read(RawRow row)
    {
        var (known, rest) = names.Sort(row);
        var columns = new RowColumns(row, known);
        var messages = columns.List("messages") is { } list ? MessageReader.Read(list) : columns.Messages("query") is { } turns ? MessageReader.Read(turns) : null;
        var query = messages?.Query ?? columns.Text("query") ?? throw columns.Missing("query");
        if (string.IsNullOrWhiteSpace(query)) throw columns.Wrong("query", "is empty; a row asks something");
        var category = columns.Text("category");
        return new EvaluationCase
        {
            Id = columns.Text("id") ?? ContentId(row),
            Query = query,
            GroundTruth = columns.Text("ground_truth") ?? "",
            Context = columns.Passages("context") ?? "",
            Response = (columns.Messages("response") is { } said ? MessageReader.Read(said).Response : columns.Text("response")) ?? messages?.Response,
            History = messages?.History ?? [],
            ToolDefinitions = columns.List("tool_definitions") is { } tools ? [.. tools.Select(ToolReader.Definition)] : [],
            ToolCalls = columns.List("tool_calls") is { } calls ? [.. calls.Select(ToolReader.Call)] : messages?.ToolCalls,
            RelevantDocuments = columns.Documents("retrieval_ground_truth"),
            Article = columns.Text("article"),
            Category = category,
            Strategy = columns.Text("strategy"),
            Tags = columns.Texts("tags"),
            Cluster = columns.Text("cluster"),
            IsCritical = columns.Flag("critical"),
            Attachments = columns.List("attachments") is { } attachments ? [.. attachments.Select(Attachment)] : [],
            MustNotContain = columns.Texts("must_not_contain"),
            Fields = rest.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>Whether the row names itself.</summary>
    public bool HasId(RawRow row) => names.Sort(row).Known.ContainsKey("id");

    private static CaseAttachment Attachment(RawValue attachment) => attachment.Value.ValueKind == JsonValueKind.Object
        ? new CaseAttachment(Member(attachment, "name"), Member(attachment, "text"))
        : throw new RowException(attachment.Line, attachment.Column, "an attachment must be an object with name and text");

    private static string Member(RawValue value, string name) => value.Value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";

    /// <summary>For a set without ids: the same row has the same name wherever it stands.</summary>
    private static string ContentId(RawRow row)
    {
        var text = string.Join('\n', row.Columns.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.Value.GetRawText()}"));
        return $"row-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
    }
}
