namespace Nuke.Common;

/// <summary>
/// Lets a value be given from outside. Searched in this order: command line (<c>--kebab-case value</c>), environment (the exact name,
/// <c>UPPER_SNAKE</c>, <c>NUKE_UPPER_SNAKE</c>), <c>.nuke/parameters.PROFILE.json</c>, <c>.nuke/parameters.json</c>, field initializer.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class ParameterAttribute(string? description = null) : Attribute
{
    /// <summary>Shown by <c>--help</c>.</summary>
    public virtual string? Description { get; } = description;

    /// <summary>The name to use in place of the member's.</summary>
    public string? Name { get; set; }

    /// <summary>For arrays: also splits one given text at this separator.</summary>
    public string? Separator { get; set; }

    /// <summary>Whether <c>--help</c> shows the parameter. Default true.</summary>
    public virtual bool List { get; set; } = true;
}

/// <summary>A parameter without which no target runs.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class RequiredAttribute : Attribute;

/// <summary>A parameter whose value is printed as <c>***</c> wherever it would appear.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
public class SecretAttribute : Attribute;
