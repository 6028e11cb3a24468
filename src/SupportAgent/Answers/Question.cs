namespace SupportAgent.Answers;

/// <summary>What a customer asks.</summary>
/// <param name="Text">1 to 4,000 characters.</param>
/// <param name="Attachments">What the customer pasted: data, never instructions.</param>
internal sealed record Question(string Text, IReadOnlyList<Attachment> Attachments)
{
    public const int MaxEarlier = 20;
    public const int MaxLength = 4000;
    public const int MaxAttachments = 5;
    public const int MaxAttachmentLength = 20_000;

    /// <summary>What was said before, oldest first.</summary>
    public IReadOnlyList<Turn> Earlier { get; init; } = [];

    /// <summary>What articles are looked for: a question such as "And for shoes?" means nothing without the one before it.</summary>
    public string Topic => Earlier.LastOrDefault(turn => turn.IsCustomer) is { } before ? $"{before.Text}\n{Text}" : Text;

    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Problem() =>
        string.IsNullOrWhiteSpace(Text) ? "question is empty; ask something."
        : Text.Length > MaxLength ? $"question has {Text.Length} characters; the limit is {MaxLength}."
        : Earlier.Count > MaxEarlier ? $"there are {Earlier.Count} earlier messages; the limit is {MaxEarlier}."
        : Earlier.FirstOrDefault(turn => turn.Text.Length > MaxLength) is { } longer ? $"an earlier message has {longer.Text.Length} characters; the limit is {MaxLength}."
        : Attachments.Count > MaxAttachments ? $"there are {Attachments.Count} attachments; the limit is {MaxAttachments}."
        : Attachments.FirstOrDefault(attachment => attachment.Text.Length > MaxAttachmentLength) is { } large ? $"attachment '{large.Name}' has {large.Text.Length} characters; the limit is {MaxAttachmentLength}."
        : null;
}

/// <param name="IsCustomer">Else the agent said it.</param>
/// <param name="Text">What was said.</param>
internal sealed record Turn(bool IsCustomer, string Text)
{
    /// <summary>Of a role as chat completions name it; null for any other, since a customer must not speak as the system or as a tool.</summary>
    public static Turn? Of(string? role, string text) => role switch
    {
        "user" => new Turn(true, text),
        "assistant" => new Turn(false, text),
        _ => null,
    };
}

/// <param name="Name">As the customer calls it.</param>
/// <param name="Text">Its content.</param>
internal sealed record Attachment(string Name, string Text);
