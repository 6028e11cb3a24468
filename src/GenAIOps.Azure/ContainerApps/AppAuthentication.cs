namespace GenAIOps.Azure.ContainerApps;

/// <summary>Whose tokens an app takes.</summary>
/// <param name="ClientId">The application that stands for the app.</param>
/// <param name="Issuer">As tokens name it: <c>https://login.microsoftonline.com/{tenant}/v2.0</c>.</param>
/// <param name="Audiences">One or more; the client id is one without a word.</param>
public sealed record AppAuthentication(string ClientId, string Issuer, IReadOnlyList<string> Audiences);
