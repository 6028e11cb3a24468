using System.Net;
using System.Text;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>Text of others inside HTML, as text.</summary>
internal static class HtmlText
{
    /// <summary>For content and for quoted attributes. Characters that HTML cannot hold (WHATWG HTML, 13.2.3.5) become U+FFFD.</summary>
    public static string E(string text)
    {
        text = WellFormed.Of(text);
        return WebUtility.HtmlEncode(text.Any(IsUnfit) ? Mended(text) : text);
    }

    private static bool IsUnfit(char letter) => (char.IsControl(letter) && letter is not ('\t' or '\n')) || letter is '\uFFFE' or '\uFFFF' or (>= '\uFDD0' and <= '\uFDEF');

    private static string Mended(string text)
    {
        var mended = new StringBuilder(text);
        for (var i = 0; i < mended.Length; i++)
        {
            if (IsUnfit(mended[i])) mended[i] = mended[i] == '\r' ? '\n' : '\uFFFD';
        }

        return mended.ToString();
    }
}
