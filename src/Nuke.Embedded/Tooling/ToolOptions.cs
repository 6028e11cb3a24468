using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.Tooling;

/// <summary>The settings of one run of a tool.</summary>
public abstract class ToolOptions : Options
{
    private protected ToolOptions(string command) => Command = command;

    /// <summary>The words before the settings: <c>nuget push</c>.</summary>
    internal string Command { get; }

    internal abstract string DefaultToolPath { get; }

    internal Action<OutputType, string>? ProcessLogger => Get<Action<OutputType, string>>(nameof(ProcessLogger));

    internal Action<ToolOptions, IProcess>? ProcessExitHandler => Get<Action<ToolOptions, IProcess>>(nameof(ProcessExitHandler));

    /// <summary>The executable; null: found by the tool's name.</summary>
    public string? ProcessToolPath => Get<string>(nameof(ProcessToolPath));

    /// <summary>null: the build's working directory.</summary>
    public string? ProcessWorkingDirectory => Get<string>(nameof(ProcessWorkingDirectory));

    /// <summary>The whole environment of the process; unless set, that of the build.</summary>
    public IReadOnlyDictionary<string, string> ProcessEnvironmentVariables =>
        Get<IReadOnlyDictionary<string, string>>(nameof(ProcessEnvironmentVariables)) ?? EnvironmentInfo.Variables;

    /// <summary>In milliseconds; the process is killed after it. None if null.</summary>
    public int? ProcessExecutionTimeout => Get<int?>(nameof(ProcessExecutionTimeout));

    /// <summary>true: output is shown as it comes; false: not logged; null: logged at debug level, shown in full when the process fails.</summary>
    public bool? ProcessOutputLogging => Get<bool?>(nameof(ProcessOutputLogging));

    /// <summary>Whether the command line is logged. Default true.</summary>
    public bool? ProcessInvocationLogging => Get<bool?>(nameof(ProcessInvocationLogging));

    /// <summary>Whether an exit code other than 0 is a failure. Default true.</summary>
    public bool? ProcessExitHandling => Get<bool?>(nameof(ProcessExitHandling));

    /// <summary>Texts that are replaced in the log.</summary>
    public IReadOnlyList<string> ProcessRedactedSecrets => this.List<string>(nameof(ProcessRedactedSecrets));

    /// <summary>Written after all others, as they are: quote what needs it.</summary>
    public IReadOnlyList<string> ProcessAdditionalArguments => this.List<string>(nameof(ProcessAdditionalArguments));

    /// <summary>The command line without the tool.</summary>
    public override string ToString() => CommandLineText.Of(this);
}

[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
public static class ToolOptionsExtensions
{
    extension<T>(T o)
        where T : ToolOptions
    {
        public T SetProcessToolPath(string? value) => o.Set(nameof(ToolOptions.ProcessToolPath), value);
        public T ResetProcessToolPath() => o.Set(nameof(ToolOptions.ProcessToolPath), null);

        public T SetProcessWorkingDirectory(string? value) => o.Set(nameof(ToolOptions.ProcessWorkingDirectory), value);
        public T ResetProcessWorkingDirectory() => o.Set(nameof(ToolOptions.ProcessWorkingDirectory), null);

        public T SetProcessEnvironmentVariables(IReadOnlyDictionary<string, string> values) => o.Set(nameof(ToolOptions.ProcessEnvironmentVariables), Copy(values));

        /// <exception cref="ArgumentException">One is set already.</exception>
        public T AddProcessEnvironmentVariables(IReadOnlyDictionary<string, string> values) => o.ChangeEnvironment(all =>
        {
            foreach (var (key, value) in values) all.Add(key, value);
        });

        /// <exception cref="ArgumentException">It is set already; use <c>SetProcessEnvironmentVariable</c>.</exception>
        public T AddProcessEnvironmentVariable(string key, string value) => o.ChangeEnvironment(all => all.Add(key, value));

        public T SetProcessEnvironmentVariable(string key, object value) => o.ChangeEnvironment(all => all[key] = value.ToString() ?? "");
        public T RemoveProcessEnvironmentVariable(string key) => o.ChangeEnvironment(all => all.Remove(key));
        public T ClearProcessEnvironmentVariables() => o.ChangeEnvironment(all => all.Clear());
        public T ResetProcessEnvironmentVariables() => o.Set(nameof(ToolOptions.ProcessEnvironmentVariables), null);

        public T SetProcessExecutionTimeout(int? value) => o.Set(nameof(ToolOptions.ProcessExecutionTimeout), value);
        public T SetProcessExecutionTimeout(TimeSpan value) => o.SetProcessExecutionTimeout((int?)value.TotalMilliseconds);
        public T ResetProcessExecutionTimeout() => o.Set(nameof(ToolOptions.ProcessExecutionTimeout), null);

        public T SetProcessOutputLogging(bool? value) => o.Set(nameof(ToolOptions.ProcessOutputLogging), value);
        public T EnableProcessOutputLogging() => o.SetProcessOutputLogging(true);
        public T DisableProcessOutputLogging() => o.SetProcessOutputLogging(false);
        public T ResetProcessOutputLogging() => o.SetProcessOutputLogging(null);

        public T SetProcessInvocationLogging(bool? value) => o.Set(nameof(ToolOptions.ProcessInvocationLogging), value);
        public T EnableProcessInvocationLogging() => o.SetProcessInvocationLogging(true);
        public T DisableProcessInvocationLogging() => o.SetProcessInvocationLogging(false);
        public T ResetProcessInvocationLogging() => o.SetProcessInvocationLogging(null);

        public T SetProcessExitHandling(bool? value) => o.Set(nameof(ToolOptions.ProcessExitHandling), value);
        public T EnableProcessExitHandling() => o.SetProcessExitHandling(true);
        public T DisableProcessExitHandling() => o.SetProcessExitHandling(false);
        public T ResetProcessExitHandling() => o.SetProcessExitHandling(null);

        public T SetProcessRedactedSecrets(params IEnumerable<string> values) => o.SetList(nameof(ToolOptions.ProcessRedactedSecrets), values);
        public T AddProcessRedactedSecrets(params IEnumerable<string> values) => o.AddList(nameof(ToolOptions.ProcessRedactedSecrets), values);
        public T RemoveProcessRedactedSecrets(params IEnumerable<string> values) => o.RemoveList(nameof(ToolOptions.ProcessRedactedSecrets), values);
        public T ClearProcessRedactedSecrets() => o.Set(nameof(ToolOptions.ProcessRedactedSecrets), null);

        public T SetProcessAdditionalArguments(params IEnumerable<string> values) => o.SetList(nameof(ToolOptions.ProcessAdditionalArguments), values);
        public T AddProcessAdditionalArguments(params IEnumerable<string> values) => o.AddList(nameof(ToolOptions.ProcessAdditionalArguments), values);
        public T RemoveProcessAdditionalArguments(params IEnumerable<string> values) => o.RemoveList(nameof(ToolOptions.ProcessAdditionalArguments), values);
        public T ClearProcessAdditionalArguments() => o.Set(nameof(ToolOptions.ProcessAdditionalArguments), null);

        /// <summary>Takes the lines in place of the log.</summary>
        public T SetProcessLogger(Action<OutputType, string>? value) => o.Set(nameof(ToolOptions.ProcessLogger), value);

        /// <summary>Judges the exit in place of "0 is good".</summary>
        public T SetProcessExitHandler(Action<IProcess> exitHandler) => o.HandleExit((_, process) => exitHandler(process));

        /// <inheritdoc cref="extension{T}(T).SetProcessExitHandler(Action{IProcess})"/>
        public T SetProcessExitHandler(Func<IProcess, object?> exitHandler) => o.HandleExit((_, process) => exitHandler(process));

        /// <inheritdoc cref="extension{T}(T).SetProcessExitHandler(Action{IProcess})"/>
        public T SetProcessExitHandler(Action<T, IProcess> exitHandler) => o.HandleExit((options, process) => exitHandler((T)options, process));

        /// <inheritdoc cref="extension{T}(T).SetProcessExitHandler(Action{IProcess})"/>
        public T SetProcessExitHandler(Func<T, IProcess, object?> exitHandler) => o.HandleExit((options, process) => exitHandler((T)options, process));

        private T HandleExit(Action<ToolOptions, IProcess> handler) => o.Set(nameof(ToolOptions.ProcessExitHandler), handler);

        private T ChangeEnvironment(Action<Dictionary<string, string>> change)
        {
            var all = Copy(o.ProcessEnvironmentVariables);
            change(all);
            return o.Set(nameof(ToolOptions.ProcessEnvironmentVariables), all);
        }
    }

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string> variables) => new(variables, EnvironmentInfo.VariableComparer);
}
