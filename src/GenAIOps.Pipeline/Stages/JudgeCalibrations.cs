using System.Security.Cryptography;
using GenAIOps.Evaluation.Judges;
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
        if (labels is null) return [.. judges.Select(judge => Finding(judge, chat, null))];
        var set = await ReadAsync(labels, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(labels, cancellationToken)));
        var known = JsonFile.Read<KnownCalibrations>(file) is { } kept && kept.Labels == hash ? kept.Reports.ToDictionary(report => report.Identity, StringComparer.Ordinal) : [];
        List<JudgeFinding> findings = [];
        foreach (var judge in judges)
        {
            var identity = judge.IdentityWith(chat?.ChatClient);
            if (!known.TryGetValue(identity, out var report))
            {
                BuildExtras.Progress($"comparing {judge.Rubric.Name} with {set.Rows.Count} people's labels");
                known[identity] = report = await JudgeCalibration.RunAsync(judge, set, chatConfiguration: chat, cancellationToken: cancellationToken);
                // A judge that failed may answer the next time.
                JsonFile.Write(file, new KnownCalibrations(hash, [.. known.Values.Where(one => one.Errored == 0)]));
            }

            findings.Add(Finding(judge, chat, report));
        }

        return findings;
    }

    private static JudgeFinding Finding(RubricJudge judge, ChatConfiguration? chat, CalibrationReport? report) =>
        new(judge.Rubric.Name, judge.IdentityWith(chat?.ChatClient), CalibrationFinding.Of(judge.IdentityWith(chat?.ChatClient), report));

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
