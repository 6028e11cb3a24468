using GenAIOps.Evaluation.Scoring;
using MathNet.Numerics.Statistics;

namespace GenAIOps.Evaluation.Calibration;

/// <summary>How far a judge agrees with people. Rows that are not applicable or in error are counted and are in no other figure.</summary>
public sealed record CalibrationReport
{
    /// <summary>Of the judge that was compared; a judge with another has not been.</summary>
    public required string Identity { get; init; }

    public required string Metric { get; init; }

    /// <summary>The names of the labels, in the order of <see cref="Confusion"/>: <c>1</c> to <c>5</c>, or <c>fail</c> and <c>pass</c>.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Rows that both judged.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that the judge found not applicable.</summary>
    public int NotApplicable { get; init; }

    /// <summary>Rows on which the judge failed.</summary>
    public int Errored { get; init; }

    /// <summary>Why, for the first few of them.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Cohen's kappa: with quadratic weights for labels from 1 to 5, unweighted for pass and fail. Null where it is undefined.</summary>
    public Kappa? Kappa { get; init; }

    /// <summary>Unweighted kappa of passing, which is what a gate sees; the same as <see cref="Kappa"/> for pass and fail. Null where it is undefined.</summary>
    public Kappa? PassKappa { get; init; }

    /// <summary>The share of rows with the same label, in [0, 1]. It flatters a judge of a set in which one label is frequent.</summary>
    public double RawAgreement { get; init; }

    /// <summary>The share of rows whose labels are at most one step apart, in [0, 1].</summary>
    public double WithinOne { get; init; }

    /// <summary>Counts: people's label by row, the judge's by column.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>The judge's mean minus people's, in steps of the scale; above 0 it is lenient.</summary>
    public double Bias { get; init; }

    /// <summary>Spearman's correlation of the judge's score with the length of the response in characters, in [-1, 1]. Null where either never varies.</summary>
    public double? LengthCorrelation { get; init; }

    /// <summary>The same for people's labels: longer answers may well be better.</summary>
    public double? HumanLengthCorrelation { get; init; }

    /// <summary>The same for the judge's score minus people's: what of the judge's love of length people do not share, which is its verbosity bias.</summary>
    public double? VerbosityBias { get; init; }

    /// <summary>The share of rows that got the same score in all repeats, in [0, 1]. Null with one repeat.</summary>
    public double? SelfConsistency { get; init; }

    /// <summary>What judging cost.</summary>
    public JudgeUsage Usage { get; init; } = new();

    /// <summary>Puts together what was judged: a pure function.</summary>
    internal static CalibrationReport Of(string identity, string metric, bool isPassFail, IReadOnlyList<CalibrationRow> rows, CalibrationOptions options)
    {
        var judged = rows.Where(row => row.Scores is not null).ToList();
        var human = judged.ConvertAll(row => (double)row.Human);
        var judge = judged.ConvertAll(row => (double)row.Scores![0]);
        var length = judged.ConvertAll(row => (double)row.Length);
        var distance = human.Zip(judge, (one, other) => Math.Abs(one - other)).ToList();
        var offset = isPassFail ? 0 : 1;
        var table = Table(judged.Select(row => (row.Human - offset, row.Scores![0] - offset)), isPassFail ? 2 : 5);
        var passes = Table(judged.Select(row => (Convert.ToInt32(isPassFail ? row.Human == 1 : row.Human >= options.PassAt), Convert.ToInt32(row.Passed))), 2);
        return new CalibrationReport
        {
            Identity = identity,
            Metric = metric,
            Labels = isPassFail ? ["fail", "pass"] : ["1", "2", "3", "4", "5"],
            Rows = judged.Count,
            NotApplicable = rows.Count(row => row.Scores is null && row.Problem is null),
            Errored = rows.Count(row => row.Problem is not null),
            Problems = [.. rows.Where(row => row.Problem is not null).Take(5).Select(row => $"{row.Id}: {row.Problem}")],
            Kappa = Agreement.Kappa(table, isPassFail ? KappaWeights.None : KappaWeights.Quadratic, options.Confidence),
            PassKappa = Agreement.Kappa(passes, KappaWeights.None, options.Confidence),
            RawAgreement = Share(distance, apart => apart == 0),
            WithinOne = Share(distance, apart => apart <= 1),
            Confusion = table,
            Bias = judged.Count == 0 ? 0 : judge.Average() - human.Average(),
            LengthCorrelation = Spearman(judge, length),
            HumanLengthCorrelation = Spearman(human, length),
            VerbosityBias = Spearman([.. judge.Zip(human, (one, other) => one - other)], length),
            SelfConsistency = options.Repeats > 1 && judged.Count > 0 ? (double)judged.Count(row => row.Scores!.Distinct().Count() == 1) / judged.Count : null,
            Usage = rows.Aggregate(new JudgeUsage(), (sum, row) => sum + row.Usage),
        };
    }

    private static int[][] Table(IEnumerable<(int Human, int Judge)> labels, int size)
    {
        var table = Enumerable.Range(0, size).Select(_ => new int[size]).ToArray();
        foreach (var (human, judge) in labels)
        {
            table[human][judge]++;
        }

        return table;
    }

    private static double Share(List<double> distances, Func<double, bool> which) => distances.Count == 0 ? 0 : (double)distances.Count(which) / distances.Count;

    private static double? Spearman(IReadOnlyCollection<double> values, IReadOnlyCollection<double> lengths) =>
        values.Distinct().Count() > 1 && lengths.Distinct().Count() > 1 ? Correlation.Spearman(values, lengths) : null;
}
