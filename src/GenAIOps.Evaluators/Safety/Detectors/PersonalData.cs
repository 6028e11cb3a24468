using System.Collections;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>All that leads to a person, by every detector of it.</summary>
public static class PersonalData
{
    /// <summary>The detectors, the surest first.</summary>
    public static IReadOnlyList<Detector> Detectors { get; } =
    [
        new EmailAddressDetector(), new PaymentCardDetector(), new IbanDetector(), new NationalIdDetector(), new PhoneNumberDetector(), new IpAddressDetector(), new StreetAddressDetector(),
    ];

    /// <summary>What stands in a text and not in its context, in the text's order; each place once, by the surest detector.</summary>
    /// <param name="text">Of any length.</param>
    /// <param name="context">What may be said.</param>
    public static IReadOnlyList<Finding> Find(string text, string context = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Finding> found = [];
        var taken = new BitArray(text.Length);
        foreach (var detector in Detectors)
        {
            // A number that one detector knows and the context allows must not come back as something else.
            var all = detector.Find(text);
            var leaked = all.Count == 0 ? [] : detector.Find(text, context).Select(finding => finding.Start).ToHashSet();
            foreach (var finding in all)
            {
                var isFree = !taken[finding.Start] && !taken[finding.Start + finding.Value.Length - 1];
                for (var i = finding.Start; isFree && i < finding.Start + finding.Value.Length; i++)
                {
                    taken[i] = true;
                }

                if (isFree && leaked.Contains(finding.Start))
                {
                    found.Add(finding);
                }
            }
        }

        return [.. found.OrderBy(finding => finding.Start)];
    }
}
