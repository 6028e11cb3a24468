using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>How much a command says.</summary>
[TypeConverter(typeof(TypeConverter<DotNetVerbosity>))]
public class DotNetVerbosity : Enumeration
{
    public static readonly DotNetVerbosity quiet = "quiet";
    public static readonly DotNetVerbosity minimal = "minimal";
    public static readonly DotNetVerbosity normal = "normal";
    public static readonly DotNetVerbosity detailed = "detailed";
    public static readonly DotNetVerbosity diagnostic = "diagnostic";

    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static implicit operator DotNetVerbosity(string value) => new() { Value = value };
}

/// <summary>The form of symbol packages.</summary>
[TypeConverter(typeof(TypeConverter<DotNetSymbolPackageFormat>))]
public class DotNetSymbolPackageFormat : Enumeration
{
    [SuppressMessage("Naming", "CA1707", Justification = "NUKE's name.")]
    public static readonly DotNetSymbolPackageFormat symbols_nupkg = "symbols.nupkg";
    public static readonly DotNetSymbolPackageFormat snupkg = "snupkg";

    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static implicit operator DotNetSymbolPackageFormat(string value) => new() { Value = value };
}

/// <summary>From which severity on code is formatted.</summary>
[TypeConverter(typeof(TypeConverter<DotNetFormatSeverity>))]
public class DotNetFormatSeverity : Enumeration
{
    public static readonly DotNetFormatSeverity info = "info";
    public static readonly DotNetFormatSeverity warn = "warn";
    public static readonly DotNetFormatSeverity error = "error";

    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static implicit operator DotNetFormatSeverity(string value) => new() { Value = value };
}
