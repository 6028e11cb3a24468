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

    /// <summary>A member that lists values for help and shell completion: any other may be given, too. It is an <c>IEnumerable&lt;string&gt;</c> of the build.</summary>
    public string? ValueProviderMember { get; set; }

    /// <summary>Where <see cref="ValueProviderMember"/> is, if not in the build; it is static then.</summary>
    public Type? ValueProviderType { get; set; }

    /// <summary>Whether <c>--help</c> shows the parameter. Default true.</summary>
    public virtual bool List { get; set; } = true;
}

/// <summary>A parameter without which no target runs.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class RequiredAttribute : Attribute;

/// <summary>Says that a parameter may be left out, which is so for every one that is not marked <see cref="RequiredAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class OptionalAttribute : Attribute;

/// <summary>Starts the names of a component's parameters: <c>[ParameterPrefix("Agent")]</c> makes <c>--agent-name</c> of <c>Name</c>.</summary>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public class ParameterPrefixAttribute(string prefix) : Attribute
{
    /// <summary>Without a trailing "Prefix".</summary>
    public string Prefix { get; } = prefix.EndsWith("Prefix", StringComparison.Ordinal) ? prefix[..^"Prefix".Length] : prefix;
}

/// <summary>A parameter whose value is printed as <c>***</c> wherever it would appear.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
public class SecretAttribute : Attribute;
