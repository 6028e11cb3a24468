using GenAIOps.Evaluators.Checks;

namespace GenAIOps.Evaluators.Tests.Checks;

public sealed class ChecksOfJson
{
    private const string Schema = """{"type":"object","required":["city","days"],"additionalProperties":false,"properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1}}}""";

    [Theory]
    [InlineData("""{"city":"Oslo","days":3}""")]
    [InlineData("```json\n{\"city\":\"Oslo\",\"days\":3}\n```")]
    public void AnAnswerThatSatisfiesTheSchemaPasses(string answer) => Assert.True(Judged.By(new JsonSchemaEvaluator(Schema), answer).Passed);

    [Theory]
    [InlineData("""{"city":"Oslo"}""", "PropertyRequired")]
    [InlineData("""{"city":"Oslo","days":0}""", "days: NumberTooSmall")]
    [InlineData("""{"city":"Oslo","days":3,"x":1}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("{'city':'Oslo','days':3}", "it is no JSON")]
    [InlineData("Sure! Oslo, three days.", "it is no JSON")]
    [InlineData("", "it is no JSON")]
    public void AnAnswerThatDoesNotFailsAndSaysWhere(string answer, string reason)
    {
        var judged = Judged.By(new JsonSchemaEvaluator(Schema), answer);
        Assert.False(judged.Passed);
        Assert.Contains(reason, judged.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{"properties":{"a":{"$ref":"http://schemas.example/a.json"}}}""", "Only references within the schema")]
    [InlineData("""{"anyOf":[{"$ref":"file:///etc/passwd"}]}""", "Only references within the schema")]
    public void ASchemaThatIsNoneOrLeavesTheDocumentIsRefused(string schema, string reason) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new JsonSchemaEvaluator(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void AReferenceWithinTheSchemaIsFollowed()
    {
        var evaluator = new JsonSchemaEvaluator("""{"type":"object","properties":{"a":{"$ref":"#/definitions/n"}},"definitions":{"n":{"type":"number"}}}""");
        Assert.True(Judged.By(evaluator, """{"a":1.5}""").Passed);
        Assert.False(Judged.By(evaluator, """{"a":"x"}""").Passed);
    }
}
