namespace SupportAgent.Answers;

/// <summary>What a customer asks.</summary>
/// <param name="Text">1 to 4,000 characters.</param>
/// <param name="Attachments">What the customer pasted: data, never instructions.</param>
internal sealed record Question(string Text, IReadOnlyList<Attachment> Attachments)
{
    public const int MaxLength = 4000;
    public const int MaxAttachments = 5;
    public const int MaxAttachmentLength = 20_000;

    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Problem() =>
        string.IsNullOrWhiteSpace(Text) ? "question is empty; ask something."
        : Text.Length > MaxLength ? $"question has {Text.Length} characters; the limit is {MaxLength}."
        : Attachments.Count > MaxAttachments ? $"there are {Attachments.Count} attachments; the limit is {MaxAttachments}."
        : Attachments.FirstOrDefault(attachment => attachment.Text.Length > MaxAttachmentLength) is { } large ? $"attachment '{large.Name}' has {large.Text.Length} characters; the limit is {MaxAttachmentLength}."
        : null;
}

/// <param name="Name">As the customer calls it.</param>
/// <param name="Text">Its content.</param>
internal sealed record Attachment(string Name, string Text);
