using System.Globalization;

namespace Nuke.Common.Sessions;

internal static class Durations
{
    /// <returns>For example <c>0.3 s</c> or <c>2 min 05 s</c>.</returns>
    public static string Format(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds * 10) / 10:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s");
}
