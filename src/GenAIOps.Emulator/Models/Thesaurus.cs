namespace GenAIOps.Emulator.Models;

/// <summary>Words of everyday commerce that customers use for one another.</summary>
internal static class Thesaurus
{
    private static readonly string[] Groups =
    [
        "buy purchase order shop",
        "ship deliver delivery dispatch send post mail",
        "parcel package shipment delivery",
        "carrier courier",
        "return bring back",
        "refund reimburse repay",
        "cost price fee charge expensive pay",
        "pay payment",
        "card credit",
        "instalment installment rate",
        "invoice bill",
        "receipt proof",
        "cancel stop withdraw revoke",
        "change modify alter edit correct amend switch swap",
        "exchange swap replace",
        "broken damage defect faulty fault snapped torn crack",
        "repair fix mend",
        "warranty guarantee",
        "discount voucher coupon promo code",
        "cheap low",
        "dear expensive",
        "member club loyalty",
        "password login sign",
        "account profile",
        "delete erase remove close",
        "expire valid validity",
        "long duration time",
        "last take",
        "size fit measure",
        "wash clean laundry",
        "dry drying",
        "rucksack backpack pack",
        "trousers pants",
        "jacket coat anorak",
        "boot shoe footwear",
        "tent shelter",
        "cartridge canister",
        "rent rental hire borrow",
        "store shop branch",
        "open opening hours",
        "phone call telephone",
        "email mail",
        "minimum least",
        "maximum most limit",
        "begin start",
        "end finish stop",
        "wait reserve hold keep",
        "store save keep",
        "abroad international foreign country overseas",
        "free gratis complimentary",
        "company business firm corporate",
        "accept take allow",
        "present gift",
        "missing lose absent",
    ];

    private static readonly Dictionary<string, string[]> Synonyms = Groups
        .Select(group => group.Split(' ').Select(Words.Stem).Distinct(StringComparer.Ordinal).ToArray())
        .SelectMany(group => group.Select(term => (term, others: group.Where(other => other != term))))
        .GroupBy(pair => pair.term, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.SelectMany(pair => pair.others).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);

    /// <param name="term">A stem, as <see cref="Words.Terms"/> gives it.</param>
    public static IReadOnlyList<string> SynonymsOf(string term) => Synonyms.GetValueOrDefault(term) ?? [];
}
