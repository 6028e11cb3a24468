using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

/// <summary>Runs one of a target's actions.</summary>
/// <returns>What the action returned; null for nothing.</returns>
internal delegate Task<object?> TargetAction(CancellationToken cancellationToken);

// What a target does, and how it is run.
internal sealed partial class TargetDefinition
{
    public List<TargetAction> Actions { get; } = [];
    public HashSet<string> LockNames { get; } = new(StringComparer.Ordinal);
    public bool IsExclusive { get; private set; }
    public int RetryTimes { get; private set; }
    public TimeSpan RetryDelay { get; private set; }
    public TimeSpan? TimeLimit { get; private set; }

    public ITargetDefinition Executes(params Action[] actions)
    {
        foreach (var action in actions)
        {
            Actions.Add(_ =>
            {
                action();
                return Task.FromResult<object?>(null);
            });
        }

        return this;
    }

    public ITargetDefinition Executes<T>(Func<T> action) => Add(async _ => await Unwrap(action()));

    public ITargetDefinition Executes(Func<Task> action) => Add(async _ => await Unwrap(action()));

    public ITargetDefinition Executes(Func<CancellationToken, Task> action) => Add(async token => await Unwrap(action(token)));

    public ITargetDefinition Executes<T>(Func<CancellationToken, Task<T>> action) => Add(async token => await action(token));

    public ITargetDefinition Locks(params string[] names)
    {
        LockNames.UnionWith(names);
        return this;
    }

    public ITargetDefinition Exclusive()
    {
        IsExclusive = true;
        return this;
    }

    public ITargetDefinition Retries(int times, TimeSpan? delay = null)
    {
        if (times < 0 || delay < TimeSpan.Zero) throw new InvalidInputException($"Target '{Name}': Retries({times}, {delay}) needs a number of 0 or more, and a delay that is not negative.");
        (RetryTimes, RetryDelay) = (times, delay ?? TimeSpan.FromSeconds(1));
        return this;
    }

    public ITargetDefinition Timeout(TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero) throw new InvalidInputException($"Target '{Name}': Timeout({limit}) needs a time above 0.");
        TimeLimit = limit;
        return this;
    }

    private TargetDefinition Add(TargetAction action)
    {
        Actions.Add(action);
        return this;
    }

    /// <summary>The result of a task, awaited; any other value as it is.</summary>
    private static async Task<object?> Unwrap(object? value)
    {
        if (value is not Task task) return value;
        await task;
        var type = task.GetType();
        while (type is not null && (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Task<>))) type = type.BaseType;
        var result = type?.GetProperty(nameof(Task<>.Result))!.GetValue(task);
        return result?.GetType().FullName == "System.Threading.Tasks.VoidTaskResult" ? null : result;
    }
}
