using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>Checks that throw, for use in targets.</summary>
[StackTraceHidden]
public static class Assert
{
    [DoesNotReturn]
    [SuppressMessage("Usage", "CA2201", Justification = "The type that NUKE throws.")]
    public static void Fail(string message, Exception? exception = null) => throw new Exception(message, exception);

    public static void True(
        [DoesNotReturnIf(false)] bool condition,
        string? message = null,
        [CallerArgumentExpression(nameof(condition))] string? argumentExpression = null)
    {
        if (!condition) throw Violation(message, "Expected condition to be true", argumentExpression);
    }

    public static void False(
        [DoesNotReturnIf(true)] bool condition,
        string? message = null,
        [CallerArgumentExpression(nameof(condition))] string? argumentExpression = null)
    {
        if (condition) throw Violation(message, "Expected condition to be false", argumentExpression);
    }

    public static T NotNull<T>(
        [NotNull] this T? obj,
        string? message = null,
        [CallerArgumentExpression(nameof(obj))] string? argumentExpression = null)
        where T : class =>
        obj ?? throw Violation(message, $"Expected object of type '{typeof(T).FullName}' to be not null", argumentExpression);

    public static T? NotNull<T>(
        [NotNull] this T? obj,
        string? message = null,
        [CallerArgumentExpression(nameof(obj))] string? argumentExpression = null)
        where T : struct =>
        obj ?? throw Violation(message, $"Expected object of type '{typeof(T).FullName}' to be not null", argumentExpression);

    public static string NotNullOrEmpty(
        [NotNull] this string? str,
        string? message = null,
        [CallerArgumentExpression(nameof(str))] string? argumentExpression = null) =>
        !string.IsNullOrEmpty(str) ? str : throw Violation(message, "Expected string to be not null or empty", argumentExpression);

    public static string NotNullOrWhiteSpace(
        [NotNull] this string? str,
        string? message = null,
        [CallerArgumentExpression(nameof(str))] string? argumentExpression = null) =>
        !string.IsNullOrWhiteSpace(str) ? str : throw Violation(message, "Expected string to be not null or whitespace", argumentExpression);

    public static void NotEmpty<T>(
        [NotNull] IReadOnlyCollection<T>? collection,
        string? message = null,
        [CallerArgumentExpression(nameof(collection))] string? argumentExpression = null)
    {
        if (collection is not { Count: > 0 }) throw Violation(message, "Expected collection to be not empty", argumentExpression);
    }

    public static void Empty<T>(
        [NotNull] IReadOnlyCollection<T>? collection,
        string? message = null,
        [CallerArgumentExpression(nameof(collection))] string? argumentExpression = null)
    {
        if (collection is not { Count: 0 }) throw Violation(message, "Expected collection to be empty", argumentExpression);
    }

    public static void Count<T>(
        [NotNull] IReadOnlyCollection<T>? collection,
        int length,
        string? message = null,
        [CallerArgumentExpression(nameof(collection))] string? argumentExpression = null)
    {
        if (collection is null || collection.Count != length)
            throw Violation(message, $"Expected collection to have length of {length}, not {collection?.Count ?? 0}", argumentExpression);
    }

    public static void HasSingleItem<T>(
        [NotNull] IReadOnlyCollection<T>? collection,
        string? message = null,
        [CallerArgumentExpression(nameof(collection))] string? argumentExpression = null) =>
        Count(collection, length: 1, message, argumentExpression);

    public static void FileExists(
        [NotNull] string? path,
        string? message = null,
        [CallerArgumentExpression(nameof(path))] string? argumentExpression = null)
    {
        if (path is null || !File.Exists(path)) throw Violation(message, $"Expected file to exist: {path}", argumentExpression);
    }

    public static void DirectoryExists(
        [NotNull] string? path,
        string? message = null,
        [CallerArgumentExpression(nameof(path))] string? argumentExpression = null)
    {
        if (path is null || !Directory.Exists(path)) throw Violation(message, $"Expected directory to exist: {path}", argumentExpression);
    }

    private static ArgumentException Violation(string? message, string rule, string? expression) =>
        message is null ? new(rule, expression) : new(message);
}
