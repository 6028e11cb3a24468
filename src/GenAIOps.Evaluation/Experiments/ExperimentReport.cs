using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>An experiment for programs, for pull requests, for people and for the log.</summary>
public static class ExperimentReport
{
    /// <summary>Every number: <c>experiment.json</c>.</summary>
    public static JsonObject Json(ExperimentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new JsonObject
        {
            ["schema"] = "urn:genaiops:experiment:v1",
            ["name"] = result.Name,
            ["dataset"] = new JsonObject { ["path"] = result.Dataset, ["sha256"] = result.DatasetSha256 },
            ["confidence"] = result.Confidence,
            ["variants"] = new JsonArray([.. result.Variants.Select(variant => (JsonNode)new JsonObject
            {
                ["name"] = variant.Name,
                ["counts"] = new JsonObject(variant.Counts.Select(pair => KeyValuePair.Create(pair.Key.ToString().ToLowerInvariant(), (JsonNode?)pair.Value))),
                ["metrics"] = new JsonArray([.. variant.Metrics.Select(Json)]),
                ["slices"] = new JsonArray([.. variant.Slices.Select(Json)]),
                ["changed"] = new JsonArray([.. variant.Changed.Select(row => (JsonNode)new JsonObject
                {
                    ["id"] = row.Id, ["query"] = row.Query, ["change"] = row.Change, ["before"] = row.Before, ["after"] = row.After, ["why"] = row.Why,
                })]),
            })]),
        };
    }

    /// <summary>A line a variant.</summary>
    public static IEnumerable<string> Lines(ExperimentResult result) => result.Variants.Select(variant =>
    {
        var rate = variant.Metrics[0];
        var against = rate.Difference is { } difference ? $"; {Difference(difference)} against {result.Variants[0].Name}{Clear(difference, result)}" : "";
        return $"{variant.Name}: {Percent(rate.Mean)} pass ({Percent(rate.Interval.Low)} to {Percent(rate.Interval.High)}){against}";
    });

    /// <summary>For a pull request or a step's summary.</summary>
    public static string Markdown(ExperimentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Experiment {result.Name}\n\n{result.Variants.Count} variants on {result.Dataset}, {result.Variants[0].Metrics[0].Rows} rows. Intervals at {Percent(result.Confidence)}; *clear* means: more than chance explains, after Holm's adjustment for everything that was compared.\n\n");
        text.Append("| metric | ").Append(string.Join(" | ", result.Variants.Select(variant => variant.Name))).Append(" |\n| --- |").Append(string.Concat(Enumerable.Repeat(" --- |", result.Variants.Count))).Append('\n');
        foreach (var metric in Names(result))
        {
            text.Append("| ").Append(metric).Append(" | ").Append(string.Join(" | ", result.Variants.Select(variant => Cell(Find(variant, metric), result)))).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>One page that loads nothing: a chart and a table for each metric, slices, and the rows that changed most, side by side.</summary>
    public static string Html(ExperimentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Experiment {E(result.Name)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>Experiment {E(result.Name)}</h1>
            <p>{result.Variants.Count} variants on {E(result.Dataset)}, {result.Variants[0].Metrics[0].Rows} rows, against <strong>{E(result.Variants[0].Name)}</strong>. Intervals at {Percent(result.Confidence)}. A difference is called clear where chance does not explain it, after Holm’s adjustment for everything that was compared.</p>

            """);
        foreach (var metric in Names(result)) Metric(html, result, metric);
        Slices(html, result);
        foreach (var variant in result.Variants.Skip(1)) Changed(html, result.Variants[0].Name, variant);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Metric(StringBuilder html, ExperimentResult result, string metric)
    {
        var found = result.Variants.Select(variant => (variant.Name, Metric: Find(variant, metric))).Where(one => one.Metric is not null).ToList();
        double low = found.Min(one => Math.Min(one.Metric!.Interval.Low, one.Metric.Mean)), high = found.Max(one => Math.Max(one.Metric!.Interval.High, one.Metric.Mean));
        var (from, to) = high > low ? (low - 0.05 * (high - low), high + 0.05 * (high - low)) : (low - 1, high + 1);
        string X(double value) => (150 + 430 * Math.Clamp((value - from) / (to - from), 0, 1)).ToString("0.#", CultureInfo.InvariantCulture);
        html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{E(metric)}</h2>\n<svg viewBox=\"0 0 600 {20 + 28 * found.Count}\" role=\"img\" aria-label=\"{E(metric)} of each variant with its interval; the same numbers are in the table below\">\n");
        foreach (var (one, i) in found.Select((one, i) => (one, i)))
        {
            var y = 22 + 28 * i;
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{y + 4}\">{E(Short(one.Name))}</text><line x1=\"150\" y1=\"{y}\" x2=\"580\" y2=\"{y}\" class=\"axis\"/><line x1=\"{X(one.Metric!.Interval.Low)}\" y1=\"{y}\" x2=\"{X(one.Metric.Interval.High)}\" y2=\"{y}\" class=\"interval\"/><circle cx=\"{X(one.Metric.Mean)}\" cy=\"{y}\" r=\"5\" class=\"point\"/>\n");
        }

        html.Append("</svg>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(E(metric)).Append("\"><table><thead><tr><th scope=\"col\">Variant</th><th scope=\"col\">Mean</th><th scope=\"col\">Interval</th><th scope=\"col\">Rows</th><th scope=\"col\">Difference</th></tr></thead><tbody>\n");
        foreach (var (name, one) in found)
        {
            var difference = one!.Difference is { } d ? $"{Difference(d)}, between {Number(d.Interval.Low)} and {Number(d.Interval.High)}{Clear(d, result)}" : "–";
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{E(name)}</th><td>{Number(one.Mean)}</td><td>{Number(one.Interval.Low)} to {Number(one.Interval.High)}</td><td>{one.Rows}</td><td>{difference}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n</section>\n");
    }

    private static void Slices(StringBuilder html, ExperimentResult result)
    {
        if (result.Variants[0].Slices.Count == 0) return;
        html.Append("<section>\n<h2>By tag</h2>\n<p>To look at, not to conclude from: p is adjusted after Benjamini and Hochberg.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"By tag\"><table><thead><tr><th scope=\"col\">Tag</th><th scope=\"col\">Rows</th>");
        foreach (var variant in result.Variants) html.Append("<th scope=\"col\">").Append(E(variant.Name)).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        for (var i = 0; i < result.Variants[0].Slices.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{E(result.Variants[0].Slices[i].Tag)}</th><td>{result.Variants[0].Slices[i].Rows}</td>");
            foreach (var slice in result.Variants.Select(variant => variant.Slices[i]))
            {
                html.Append("<td>").Append(Percent(slice.PassRate)).Append(slice.AdjustedP is { } p ? FormattableString.Invariant($" (p {p:0.###})") : "").Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n</section>\n");
    }

    private static void Changed(StringBuilder html, string first, VariantResult variant)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{E(variant.Name)}: the {variant.Changed.Count} rows that changed most</h2>\n");
        foreach (var row in variant.Changed)
        {
            html.Append(CultureInfo.InvariantCulture, $"<details><summary>{E(row.Id)} ({row.Change:+0.##;-0.##}): {E(row.Query)}</summary><div class=\"pair\"><div><h3>{E(first)}</h3><p>{E(row.Before)}</p></div><div><h3>{E(variant.Name)}</h3><p>{E(row.After)}</p></div></div><p>{E(row.Why)}</p></details>\n");
        }

        html.Append("</section>\n");
    }

    internal static JsonNode Json(Slice slice) => new JsonObject
    {
        ["tag"] = slice.Tag,
        ["rows"] = slice.Rows,
        ["pass_rate"] = slice.PassRate,
        ["interval"] = Json(slice.Interval),
        ["difference"] = slice.Difference,
        ["adjusted_p"] = slice.AdjustedP,
    };

    internal static JsonNode Json(MetricOfVariant metric) => new JsonObject
    {
        ["metric"] = metric.Metric,
        ["mean"] = metric.Mean,
        ["interval"] = Json(metric.Interval),
        ["rows"] = metric.Rows,
        ["difference"] = metric.Difference is not { } difference ? null : new JsonObject { ["mean"] = difference.Mean, ["interval"] = Json(difference.Interval), ["p"] = difference.P, ["adjusted_p"] = difference.AdjustedP },
    };

    /// <summary>An end that is not known is null: JSON has no infinity.</summary>
    private static JsonArray Json(Interval interval) => [double.IsFinite(interval.Low) ? interval.Low : null, double.IsFinite(interval.High) ? interval.High : null];

    private static IEnumerable<string> Names(ExperimentResult result) => result.Variants.SelectMany(variant => variant.Metrics.Select(metric => metric.Metric)).Distinct(StringComparer.Ordinal);

    private static MetricOfVariant? Find(VariantResult variant, string metric) => variant.Metrics.FirstOrDefault(one => one.Metric == metric);

    private static string Cell(MetricOfVariant? metric, ExperimentResult result) => metric is null
        ? "–"
        : $"{Number(metric.Mean)} ({Number(metric.Interval.Low)} to {Number(metric.Interval.High)}){(metric.Difference is { } difference && difference.IsClear(result.Confidence) ? $" **{Difference(difference)}, clear**" : "")}";

    private static string Difference(Difference difference) => difference.Mean.ToString("+0.###;-0.###;±0", CultureInfo.InvariantCulture);

    private static string Clear(Difference difference, ExperimentResult result) => FormattableString.Invariant($", {(difference.IsClear(result.Confidence) ? "clear" : "not clear")} (p {difference.AdjustedP:0.###})");

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);

    private static string Short(string name) => name.Length > 20 ? name[..19] + "…" : name;

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private const string Style = ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--line:#767676}@media(prefers-color-scheme:dark){:root{--ink:#f2f2f2;--paper:#161616;--line:#8d8d8d}}body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}main{max-width:60rem;margin:0 auto;padding:1rem}h1{line-height:1.2}svg{width:100%;height:auto;max-width:40rem}svg text{font-size:13px;fill:var(--ink)}.axis{stroke:var(--line)}.interval{stroke:var(--ink);stroke-width:4}.point{fill:var(--ink)}.scroll{overflow-x:auto}table{border-collapse:collapse}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}details{border-top:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer;overflow-wrap:anywhere}.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.pair p{overflow-wrap:anywhere}@media(max-width:40rem){.pair{grid-template-columns:1fr}}h3{font-size:1rem;margin:.5rem 0 0}";
}
