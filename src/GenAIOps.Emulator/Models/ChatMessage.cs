namespace GenAIOps.Emulator.Models;

/// <summary>One message of a chat, flattened to text.</summary>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
internal sealed record ChatMessage(string Role, string Text)
{
    public bool IsInstruction => Role is "system" or "developer";
}
