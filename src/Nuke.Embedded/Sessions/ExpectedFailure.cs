using System.Net.Sockets;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Sessions;

/// <summary>Failures that are nobody's bug: wrong input, a process that failed, a service that refused, a disk, a network, a time limit.</summary>
internal static class ExpectedFailure
{
    /// <summary>Of the Azure SDK, which the engine does not reference; what derives from them is meant, too.</summary>
    private static readonly string[] s_azure = ["Azure.RequestFailedException", "Azure.Identity.AuthenticationFailedException"];

    /// <summary>What the Azure SDK adds to a message for debugging: the body and all headers of an answer.</summary>
    private static readonly string[] s_details = ["\nContent:", "\nHeaders:", "\nAdditional Information:"];

    /// <summary>Whether the message alone says what is wrong.</summary>
    public static bool Is(Exception exception) => exception
        is ExitCodeException or InvalidInputException or InvalidDataException or ITellFailure or TimeoutException
        or (IOException and not FileLoadException) or UnauthorizedAccessException or HttpRequestException or SocketException or OperationCanceledException { InnerException: TimeoutException }
        || exception.GetType() == typeof(Exception) // What Assert throws.
        || OfAzure(exception);

    public static string Message(Exception exception)
    {
        var message = exception.Message;
        if (OfAzure(exception))
        {
            message = message.ReplaceLineEndings("\n");
            foreach (var detail in s_details)
            {
                if (message.IndexOf(detail, StringComparison.Ordinal) is var at and >= 0) message = message[..at];
            }
        }

        return message.TrimEnd();
    }

    private static bool OfAzure(Exception exception)
    {
        for (var type = exception.GetType(); type != typeof(Exception) && type is not null; type = type.BaseType)
        {
            if (s_azure.Contains(type.FullName)) return true;
        }

        return false;
    }
}

/// <summary>An expected failure that has more to say than its message.</summary>
internal interface ITellFailure
{
    void Tell(BuildOutput output);
}
