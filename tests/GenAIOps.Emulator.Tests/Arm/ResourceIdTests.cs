using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Tests.Arm;

public sealed class ResourceIdTests
{
    private const string S = "/subscriptions/s";

    [Theory]
    [InlineData(S, "Microsoft.Resources/subscriptions", "s", null)]
    [InlineData($"{S}/resourcegroups/rg", "Microsoft.Resources/resourceGroups", "rg", S)]
    [InlineData($"{S}/resourceGroups/rg/providers/N/a/1", "N/a", "1", $"{S}/resourceGroups/rg")]
    [InlineData($"{S}/resourceGroups/rg/providers/N/a/1/b/2", "N/a/b", "2", $"{S}/resourceGroups/rg/providers/N/a/1")]
    [InlineData($"{S}/resourceGroups/rg/providers/N/a/1/providers/M/c/3", "M/c", "3", $"{S}/resourceGroups/rg/providers/N/a/1")]
    [InlineData($"{S}/providers/N/a/1", "N/a", "1", S)]
    [InlineData("/providers/N/a/1", "N/a", "1", null)]
    [InlineData($"{S}/resourceGroups/rg/providers/N/a", "N/a", "", $"{S}/resourceGroups/rg")]
    public void AnIdKnowsItsTypeItsNameAndItsParent(string path, string type, string name, string? parent)
    {
        ResourceId id = ResourceId.Parse(path);

        Assert.Equal((type, name, parent, name is ""), (id.Type, id.Name, id.Parent?.Value, id.IsCollection));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("subscriptions/s")]
    [InlineData("/resourceGroups/rg")]
    [InlineData($"{S}/things/x")]
    [InlineData($"{S}/resourceGroups/rg/providers/N")]
    [InlineData($"{S}/resourceGroups//providers/N/a/1")]
    [InlineData($"{S}/resourceGroups/../providers/N/a/1")]
    [InlineData($"{S}/resourceGroups/rg/providers/N/a/providers/M/b")]
    public void WhatIsNoIdIsRefused(string path) => Assert.False(ResourceId.TryParse(path, out _));
}
