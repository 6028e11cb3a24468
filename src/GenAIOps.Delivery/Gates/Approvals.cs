using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Delivery.Gates;

/// <summary>Requirements on people.</summary>
public static class Approval
{
    /// <summary>The name of the requirement, which no waiver stands in for.</summary>
    public const string Name = "approval";

    /// <summary>People approved this digest for this environment.</summary>
    /// <param name="people">How many different ones.</param>
    /// <param name="notAuthor">Whether the author of the commit does not count.</param>
    public static Requirement By(int people = 1, bool notAuthor = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        return new Requirement(Name, context => Judge(context, people, notAuthor)) { IsWaivable = false };
    }

    private static (bool, string) Judge(GateContext context, int people, bool notAuthor)
    {
        // What cannot be read may be somebody's no.
        if (context.Evidence.UnreadOf<ApprovalPredicate>() is [.., var unread]) return (false, $"a decision cannot be read: {unread.PredicateType} of {unread.CreatedAt:u}: {unread.Reason}");
        var decisions = context.Evidence.All<ApprovalPredicate>().Where(x => x.Environment == context.Environment).ToArray();

        // A person's last word counts; a "no" of anybody closes the gate.
        var last = decisions.GroupBy(x => x.By, StringComparer.OrdinalIgnoreCase).Select(x => x.Last()).ToArray();
        if (last.FirstOrDefault(x => x.Decision != Decision.Approved) is { } refusal) return (false, $"{refusal.By} decided: {refusal.Decision.ToString().ToLowerInvariant()}");

        List<string> notes = [];
        var valid = last.Where(x => IsValid(x, context, notAuthor, notes)).ToArray();
        if (valid.Length >= people) return (true, string.Join(", ", valid.Select(x => $"by {x.By} at {x.At:u}")));
        var missing = decisions.Length == 0 ? "nobody approved" : $"{valid.Length} of {people} approved";
        return (false, $"{missing} {context.Agent.ImageDigest} for {context.Environment} (--approve {context.Agent.ImageDigest}){string.Concat(notes.Select(x => "; " + x))}");
    }

    private static bool IsValid(ApprovalPredicate approval, GateContext context, bool notAuthor, List<string> notes)
    {
        if (approval.Expires is { } expires && expires <= context.Now)
        {
            notes.Add($"the approval of {approval.By} expired on {expires:u}");
            return false;
        }

        if (!approval.Agent.Is(context.Agent))
        {
            notes.Add($"{approval.By} approved another configuration (the variables of agent.yaml, the model)");
            return false;
        }

        return !notAuthor || IsNotAuthor(approval.By, context, notes);
    }

    private static bool IsNotAuthor(string by, GateContext context, List<string> notes)
    {
        if (context.Evidence.Latest<ProvenancePredicate>()?.Author is not { } author)
        {
            notes.Add("who wrote the commit is not known, so nobody can be told from its author");
            return false;
        }

        var (name, email) = author;
        if (!new[] { name, email, email.Split('@')[0], $"{name} <{email}>" }.Contains(by, StringComparer.OrdinalIgnoreCase)) return true;
        notes.Add($"{by} wrote the commit");
        return false;
    }
}
