using System.Text.Json;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.Parameters;

/// <summary>Writes <c>.nuke/build.schema.json</c>, in the form that NUKE's editors and completions read (JSON schema, draft 4).</summary>
internal static class SchemaFile
{
    /// <returns>Whether the file changed: an equal one is left alone.</returns>
    public static bool Write(AbsolutePath root, IReadOnlyCollection<ExecutableTarget> targets, ParameterCatalog catalog, INukeBuild build)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
            json.WriteStartObject("definitions");
            WriteEnum(json, nameof(Host), Hosts.Names);
            WriteEnum(json, nameof(ExecutableTarget), targets.Select(x => x.Name).Order(StringComparer.Ordinal));
            WriteEnum(json, nameof(Verbosity), Enum.GetNames<Verbosity>());
            WriteEngine(json);
            json.WriteEndObject();
            json.WriteStartArray("allOf");
            json.WriteStartObject();
            json.WriteStartObject("properties");
            foreach (var parameter in catalog.Parameters) WriteParameter(json, parameter, build);
            json.WriteEndObject();
            json.WriteEndObject();
            WriteReference(json, nameof(NukeBuild));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        var file = root / ".nuke" / "build.schema.json";
        if (file.FileExists() && file.ReadAllBytes().AsSpan().SequenceEqual(buffer.ToArray())) return false;
        file.WriteAllBytes(buffer.ToArray());
        return true;
    }

    private static void WriteEngine(Utf8JsonWriter json)
    {
        json.WriteStartObject(nameof(NukeBuild));
        json.WriteStartObject("properties");
        foreach (var option in EngineOption.All)
        {
            json.WriteStartObject(string.Concat(option.Name.Split('-').Select(x => char.ToUpperInvariant(x[0]) + x[1..])));
            json.WriteString("description", option.Description);
            if (option == EngineOption.Verbosity) json.WriteString("$ref", "#/definitions/Verbosity");
            else if (option == EngineOption.Host) json.WriteString("$ref", "#/definitions/Host");
            else json.WriteString("type", option.Arity switch { Arity.Flag => "boolean", Arity.Many => "array", _ => "string" });

            if (option.Arity == Arity.Many)
            {
                json.WriteStartObject("items");
                if (option == EngineOption.Profile) json.WriteString("type", "string");
                else json.WriteString("$ref", "#/definitions/ExecutableTarget");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json, Parameter parameter, INukeBuild build)
    {
        json.WriteStartObject(parameter.Name);
        if (parameter.Description is { } description) json.WriteString("description", description);
        json.WriteString("type", parameter.IsList ? "array" : TypeName(parameter.Type));
        if (parameter.IsList) json.WriteStartObject("items");
        if (parameter.IsList) json.WriteString("type", TypeName(ValueConverter.ElementType(parameter.Type)!));
        if (ValueConverter.Choices(parameter.Type) is { } choices) WriteTexts(json, "enum", choices);
        else if (ValueProviders.Suggestions(parameter, build) is { Count: > 0 } suggestions) WriteTexts(json, "examples", suggestions);
        if (parameter.IsList) json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string TypeName(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(int) || type == typeof(long)) return "integer";
        return type == typeof(double) || type == typeof(decimal) ? "number" : "string";
    }

    private static void WriteEnum(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "string");
        WriteTexts(json, "enum", texts);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteReference(Utf8JsonWriter json, string definition)
    {
        json.WriteStartObject();
        json.WriteString("$ref", "#/definitions/" + definition);
        json.WriteEndObject();
    }
}
