using GenAIOps.Evaluators.Safety.Detectors;

namespace GenAIOps.Evaluators.Tests.Safety;

public sealed class PersonalDataDetection
{
    [Theory]
    // e-mail
    [InlineData("Write to jane@example.com about it.", "an e-mail address", "jane@example.com")]
    [InlineData("Mail j.doe+shop@mail.example.co.uk.", "an e-mail address", "j.doe+shop@mail.example.co.uk")]
    [InlineData("<müller@beispiel.de>", "an e-mail address", "müller@beispiel.de")]
    // telephone: E.164 and national forms
    [InlineData("Call +49 30 901820 today", "a telephone number", "+49 30 901820")]
    [InlineData("Her number is +14255550100.", "a telephone number", "+14255550100")]
    [InlineData("0049 30 901820", "a telephone number", "0049 30 901820")]
    [InlineData("Ask (425) 555-0100 for it", "a telephone number", "(425) 555-0100")]
    [InlineData("425-555-0100", "a telephone number", "425-555-0100")]
    [InlineData("Ruf an: 030/9018200", "a telephone number", "030/9018200")]
    [InlineData("phone: 5550100", "a telephone number", "5550100")]
    // cards
    [InlineData("4111 1111 1111 1111", "a card number", "4111 1111 1111 1111")]
    [InlineData("Paid with 5555555555554444 yesterday", "a card number", "5555555555554444")]
    [InlineData("Amex 3782 822463 10005", "a card number", "3782 822463 10005")]
    [InlineData("6011-1111-1111-1117", "a card number", "6011-1111-1111-1117")]
    [InlineData("3530111333300000", "a card number", "3530111333300000")]
    [InlineData("30569309025904", "a card number", "30569309025904")]
    [InlineData("Order 12: 4111 1111 1111 1111 12 pieces", "a card number", "4111 1111 1111 1111")]
    // accounts
    [InlineData("IBAN DE89 3704 0044 0532 0130 00 at the bank", "a bank account number", "DE89 3704 0044 0532 0130 00")]
    [InlineData("gb82west12345698765432", "a bank account number", "gb82west12345698765432")]
    [InlineData("FR1420041010050500013M02606", "a bank account number", "FR1420041010050500013M02606")]
    // states
    [InlineData("SSN 536-22-8726", "a national identity number", "536-22-8726")]
    [InlineData("NINO AB 12 34 56 C", "a national identity number", "AB 12 34 56 C")]
    [InlineData("Steuer-ID 86 095 742 719", "a national identity number", "86 095 742 719")]
    [InlineData("NIR 2 55 08 14 168 025 38", "a national identity number", "2 55 08 14 168 025 38")]
    [InlineData("DNI 12345678Z", "a national identity number", "12345678Z")]
    [InlineData("NIE X1234567L", "a national identity number", "X1234567L")]
    // addresses
    [InlineData("It came from 93.184.216.34 at noon", "an IP address", "93.184.216.34")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", "an IP address", "2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("She lives at 12 Baker Street", "a street address", "12 Baker Street")]
    [InlineData("Er wohnt Lindenstraße 7", "a street address", "Lindenstraße 7")]
    [InlineData("Elle habite 5 rue de Rivoli", "a street address", "5 rue de Rivoli")]
    public void FindsWhatLeadsToAPerson(string text, string kind, string value)
    {
        var found = Assert.Single(PersonalData.Find(text));
        Assert.Equal((kind, value), (found.Kind, found.Value));
        Assert.Equal(value, text.Substring(found.Start, value.Length));
    }

    [Theory]
    [InlineData("You have 30 days, and stores open from 9:30 to 18:00.")]
    [InlineData("Meet me @ 5, user@localhost is no mailbox, nor is a@b.")]
    [InlineData("4111 1111 1111 1112")] // check digit
    [InlineData("9111111111111111")] // no issuer
    [InlineData("0000 0000 0000 0000")]
    [InlineData("DE88 3704 0044 0532 0130 00")] // MOD 97
    [InlineData("DE89 3704 0044 0532 0130")] // too short for Germany
    [InlineData("666-22-8726, 900-12-3456, 536-00-8726 and 536-22-0000")]
    [InlineData("078-05-1120")] // printed in wallets, never given out
    [InlineData("QQ 12 34 56 C and BG 12 34 56 A")] // prefixes that are not given out
    [InlineData("86 095 742 718")] // check digit
    [InlineData("12345678A")]
    [InlineData("Version 10.0.401 and v1.2.3.4 on 127.0.0.1 and 192.0.2.7")]
    [InlineData("At 12:30:45 it was 10:20:30:40:50")]
    [InlineData("Between 2019-2020 we sold 1,234,567 tents for 129.00 euros.")]
    [InlineData("Order CO1004820012 left on 2026-11-26 at 14:05:33.")]
    [InlineData("The flagship store is at the Harbour Gate. Fifth Avenue is long.")]
    [InlineData("It takes 3 Working Days, or 12 Months.")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    public void LeavesOtherTextAlone(string text) => Assert.Empty(PersonalData.Find(text));

    [Theory]
    [InlineData("Write to Jane@Example.com.", "Our address is jane@example.com, day and night.")]
    [InlineData("Call 030/9018200.", "Call +49 30 9018200 for help.")]
    [InlineData("DE89370400440532013000", "Pay to DE89 3704 0044 0532 0130 00.")]
    [InlineData("4111-1111-1111-1111", "The test card is 4111 1111 1111 1111.")]
    [InlineData("Come to 1 Harbour Street", "We are at 1 Harbour Street, on the left.")]
    public void AllowsWhatStandsInTheContextInAnyLayout(string text, string context)
    {
        Assert.NotEmpty(PersonalData.Find(text));
        Assert.Empty(PersonalData.Find(text, context));
    }

    [Fact]
    public void AValueThatOnlyBeginsLikeOneInTheContextIsFound() =>
        Assert.Single(PersonalData.Find("Write to ann@example.co", "joann@example.co and ann@example.com"));

    [Fact]
    public void EachPlaceIsFoundOnceByTheSurestDetector() =>
        Assert.Equal(["an e-mail address", "a card number"], PersonalData.Find("jane@example.com 4111111111111111").Select(found => found.Kind));

    [Fact]
    public void AHintIsTooShortToPassOn() => Assert.Equal("4111", PersonalData.Find("4111111111111111")[0].Hint);
}
