using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Asks a <c>docker-credential-*</c> program, which keeps passwords where the system keeps them. What it prints is never shown.</summary>
/// <remarks>docker/docker-credential-helpers, "Development": <c>get</c> takes the server on stdin and prints ServerURL, Username and Secret.</remarks>
internal sealed partial class CredentialHelper(string name)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <returns>Null if the helper knows no user for the registry.</returns>
    /// <exception cref="AzureCloudException">There is no such helper, it failed, or did not end in 30 s.</exception>
    public async Task<RegistrySecret?> FindAsync(string server, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(name))
        {
            throw Failed("its name has characters that no program's name has");
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(Longest);
        using var process = Start();
        try
        {
            var (code, answer) = await AskAsync(process, server, ended.Token);
            return code == 0 ? Secret(answer)
                : answer.Contains("credentials not found", StringComparison.OrdinalIgnoreCase) ? null
                : throw Failed($"it ended with {code}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"it did not end within {Longest.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<(int Code, string Answer)> AskAsync(Process process, string server, CancellationToken cancellationToken)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.StandardInput.WriteAsync(server.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says why.
        }

        await process.WaitForExitAsync(cancellationToken);
        await errors;
        return (process.ExitCode, await output);
    }

    private Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo($"docker-credential-{name}", ["get"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (Win32Exception e)
        {
            throw Failed($"it cannot be started ({e.Message})");
        }
    }

    private RegistrySecret Secret(string answer)
    {
        try
        {
            var json = JsonNode.Parse(answer);
            if (json.Text("Username") is { } user && json.Text("Secret") is { Length: > 0 } secret)
            {
                return user == "<token>" ? new RegistrySecret("", "", secret) : new RegistrySecret(user, secret, null);
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // A parser's message quotes what it read.
        }

        throw Failed("its answer has no Username and Secret");
    }

    private AzureCloudException Failed(string problem) =>
        new($"Credential helper 'docker-credential-{name}': {problem}. Nothing was sent. Run it yourself (docker-credential-{name} list), or take it out of Docker's config.json.");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
