using System.Security.Cryptography;
using GenAIOps.Evaluation.Calibration;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Judges;
using GenAIOps.Pipeline.Support;
using Microsoft.Extensions.AI.Evaluation;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Whether the judges of a run agree with people, before anybody believes them. Asked again only when a judge or the labels changed.</summary>
internal static class JudgeCalibrations
{
    /// <param name="evaluators">The rubric judges among them are compared.</param>
    /// <param name="chat">The model of judges that bring none; null where the agent names no deployment.</param>
    /// <param name="labels">Answers that people judged; null: there are none, and no judge is calibrated.</param>
    /// <param name="file">Keeps the reports.</param>
    /// <param name="cancellationToken">Ends it; reports that are whole are kept.</param>
    /// <exception cref="InvalidDataException">The labels are not sound.</exception>
    public static async Task<IReadOnlyList<JudgeFinding>> RunAsync(IEnumerable<IEvaluator> evaluators, ChatConfiguration? chat, AbsolutePath? labels, AbsolutePath file, CancellationToken cancellationToken)
    {
        var judges = evaluators.OfType<RubricJudge>().ToList();
        if (judges.Count == 0) return [];
        if (labels is null) return [.. judges.Select(judge => Finding(judge, judge.IdentityWith(chat?.ChatClient), null))];
        var set = await ReadAsync(labels, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(labels, cancellationToken)));
        // A judge that failed may answer the next time.
        var known = JsonFile.Read<KnownCalibrations>(file) is { } kept && kept.Labels == hash
            ? kept.Reports.Where(report => report.Errored == 0).ToDictionary(report => report.Identity, StringComparer.Ordinal)
            : [];
        List<JudgeFinding> findings = [];
        foreach (var judge in judges)
        {
            var identity = judge.IdentityWith(chat?.ChatClient);
            if (!known.TryGetValue(identity, out var report))
            {
                BuildExtras.Progress($"comparing {judge.Rubric.Name} with {set.Rows.Count} people's labels");
                known[identity] = report = await JudgeCalibration.RunAsync(judge, set, chatConfiguration: chat, cancellationToken: cancellationToken);
                JsonFile.Write(file, new KnownCalibrations(hash, [.. known.Values]));
            }

            findings.Add(Finding(judge, identity, report));
        }

        return findings;
    }

    /// <param name="judges">What was found.</param>
    /// <param name="policy">Whether they must agree.</param>
    /// <param name="labels">What they were compared with; null: nothing.</param>
    /// <param name="file">Has the reports, as messages name it.</param>
    /// <param name="untouched">What users have is as it was, as a sentence.</param>
    /// <returns>The same findings, where the policy lets these judges decide.</returns>
    /// <exception cref="ExitCodeException">A judge does not agree with people, and must.</exception>
    public static IReadOnlyList<JudgeFinding> Checked(IReadOnlyList<JudgeFinding> judges, EvaluationPolicy policy, AbsolutePath? labels, string file, string untouched)
    {
        var open = judges.Where(judge => !judge.Calibration.IsCalibrated).SelectMany(judge => judge.Calibration.Reasons).ToList();
        if (open.Count == 0 || !policy.JudgesAreCalibrated) return judges;
        var next = labels is null ? "Name answers that people judged in AgentDefinition.JudgeLabels." : $"The comparison is in {file}.";
        throw new ExitCodeException(ExitCodes.CouldNotRun, $"The verdict is CouldNotRun: {string.Join(" ", open)} The set was not asked. {untouched} {next}");
    }

    private static JudgeFinding Finding(RubricJudge judge, string identity, CalibrationReport? report) => new(judge.Rubric.Name, identity, CalibrationFinding.Of(identity, report));

    private static async Task<LabelledSet> ReadAsync(AbsolutePath labels, CancellationToken cancellationToken)
    {
        try
        {
            return await LabelledSetReader.ReadAsync(labels, cancellationToken);
        }
        catch (Exception e) when (e is FormatException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{e.Message}\nNothing was asked. Mend AgentDefinition.JudgeLabels, or the file that it names.", e);
        }
    }
}

/// <param name="Labels">SHA-256 of the labelled set, hex.</param>
/// <param name="Reports">Of each judge that was compared with it.</param>
internal sealed record KnownCalibrations(string Labels, IReadOnlyList<CalibrationReport> Reports);
