using System.Text.Json.Nodes;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Azure.Tests.Arm;

public sealed class DesiredStateTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"c":"x"}}""", """{"b":{"c":"x"}}""", true)] // Azure adds members
    [InlineData("""{"a":5.0}""", """{"a":5}""", true)]
    [InlineData("""{"location":"West Europe"}""", """{"location":"westeurope"}""", true)]
    [InlineData("""{"id":"/Subscriptions/S"}""", """{"id":"/subscriptions/s"}""", true)]
    [InlineData("""{"application_Type":"web"}""", """{"Application_Type":"web"}""", true)]
    [InlineData("""{"properties":{"provisioningState":"Succeeded"}}""", "{}", true)]
    [InlineData("""{"a":null}""", """{"a":null}""", true)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":"x"}""", """{"a":"X"}""", false)]
    [InlineData("""{"a":"1"}""", """{"a":1}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{}""", """{"a":false}""", false)]
    [InlineData("""{"a":1,"properties":{"provisioningState":"Failed"}}""", """{"a":1}""", false)]
    public void AResourceIsAsDescribedIfNothingDescribedDiffers(string present, string wanted, bool isMet) =>
        Assert.Equal(isMet, DesiredState.IsMet(JsonNode.Parse(wanted)!.AsObject(), JsonNode.Parse(present)!.AsObject()));
}
