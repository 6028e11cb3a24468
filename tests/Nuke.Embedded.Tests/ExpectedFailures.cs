using System.Net.Sockets;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Azure
{
    /// <summary>As the Azure SDK's, which is told by its name: the engine does not refer to it.</summary>
    public class RequestFailedException(string message) : Exception(message);
}

namespace Azure.Identity
{
    public class AuthenticationFailedException(string message, Exception? inner) : Exception(message, inner);

    public sealed class CredentialUnavailableException(string message) : AuthenticationFailedException(message, null);
}

namespace Nuke.Embedded.Tests
{
    /// <summary>What a user, a machine or a service did wrong is one message, without a stack.</summary>
    public sealed class ExpectedFailures : IDisposable
    {
        private readonly World _world = new();

        public void Dispose() => _world.Dispose();

        private sealed class Build : NukeBuild
        {
            public static readonly AsyncLocal<Exception?> Thrown = new();

            public Target Fail => _ => _.Executes(() => throw Thrown.Value!);
        }

        public static TheoryData<Exception, string> Expected => new()
        {
            { new ExitCodeException(3, "No approval."), "No approval." },
            { new InvalidDataException("a.jsonl, line 3: no 'question'."), "a.jsonl, line 3: no 'question'." },
            { new FileNotFoundException("Could not find file '/a'."), "Could not find file '/a'." },
            { new UnauthorizedAccessException("Access to the path '/a' is denied."), "Access to the path '/a' is denied." },
            { new TimeoutException("Too late."), "Too late." },
            { new HttpRequestException("Connection refused (127.0.0.1:1)", new SocketException(111)), "Connection refused (127.0.0.1:1)" },
            { new TaskCanceledException("The request took longer than 100 s.", new TimeoutException("The request took longer than 100 s.")), "The request took longer than 100 s." },
            { new AggregateException(new ExitCodeException(3, "wrapped")), "wrapped" },
            { new global::Azure.RequestFailedException("No right to do this.\nStatus: 403 (Forbidden)\n\nContent:\n{}\n\nHeaders:\nx-ms-request-id: 1"), "No right to do this." },
            { new global::Azure.Identity.CredentialUnavailableException("az login is needed."), "az login is needed." },
        };

        [Theory]
        [MemberData(nameof(Expected), DisableDiscoveryEnumeration = true)]
        public async Task ItIsOneMessage(Exception thrown, string message)
        {
            Build.Thrown.Value = thrown;
            var lines = (await _world.RunAsync<Build>("Fail")).Output.Split('\n');
            Assert.Contains($"  {message}", lines);
            Assert.DoesNotContain(lines, x => x.Contains("Exception", StringComparison.Ordinal) || x.TrimStart().StartsWith("at ", StringComparison.Ordinal) || x.Contains("Headers", StringComparison.Ordinal));
        }

        [Fact]
        public async Task WhatLiesBehindItIsSaidWhereItAddsSomething()
        {
            Build.Thrown.Value = new HttpRequestException("The SSL connection could not be established, see inner exception.", new IOException("Unexpected EOF."));
            Assert.Contains("  because Unexpected EOF.\n", (await _world.RunAsync<Build>("Fail")).Output, StringComparison.Ordinal);
        }
    }
}
