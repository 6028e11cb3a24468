using System.Net.Http.Headers;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Signs in to one registry in the way that it asks for, once for all requests that wait for it.</summary>
internal sealed class RegistrySignIn(RegistryAddress address, string repository, AzureCloud cloud, RegistryCredentials? credentials, RegistryWire wire)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly AzureTokenExchange _azure = new(address, cloud, wire);
    private readonly BearerTokenService _bearer = new(address, wire);
    private readonly List<string> _mounts = [];
    private Task _signingIn = Task.CompletedTask;
    private volatile State _state = new(null, null, true, DateTimeOffset.MaxValue, 0);

    /// <summary>From now on tokens must be good for reading another repository too.</summary>
    public void AlsoRead(string other)
    {
        lock (_gate)
        {
            if (!_mounts.Contains(other))
            {
                _mounts.Add(other);
            }
        }
    }

    /// <summary>What the next request shall show; null until the registry has asked for something.</summary>
    public async Task<AuthenticationHeaderValue?> HeaderAsync(bool push, CancellationToken cancellationToken)
    {
        var asks = _state.Challenge ?? (MayUseCloud && AzureRegistries.IsOf(cloud, address) ? AzureRegistries.Challenge(address) : null);
        if (asks is null || IsEnough(_state, push))
        {
            return _state.Header;
        }

        await SignInOnceAsync(asks, push, () => IsEnough(_state, push), cancellationToken);
        return _state.Header;
    }

    /// <param name="response">A 401.</param>
    /// <param name="shown">What the request that got it had shown.</param>
    /// <param name="push">Whether the request changes something.</param>
    /// <param name="cancellationToken">Cancels the sign-in.</param>
    /// <returns>Whether sending the request again makes sense.</returns>
    public async Task<bool> AnswerAsync(HttpResponseMessage response, AuthenticationHeaderValue? shown, bool push, CancellationToken cancellationToken)
    {
        var asked = RegistryChallenge.Of(response);
        var challenge = asked.FirstOrDefault(each => each.Is("Bearer")) ?? asked.FirstOrDefault(each => each.Is("Basic"));
        if (challenge is null)
        {
            return false;
        }

        // Somebody else may have signed in while this request was under way.
        await SignInOnceAsync(challenge, push, () => !ReferenceEquals(_state.Header, shown) && IsEnough(_state, push), cancellationToken);
        return _state.Header is not null;
    }

    public TimeSpan? Pause(RetryConditionHeaderValue? asked) => RegistryRetries.Pause(asked, cloud, 1);

    private bool MayUseCloud => credentials is null;

    /// <summary>Of several requests that need it one signs in, and the others wait for that.</summary>
    private async Task SignInOnceAsync(RegistryChallenge challenge, bool push, Func<bool> isDone, CancellationToken cancellationToken)
    {
        while (!isDone())
        {
            Task? mine = null;
            Task others;
            lock (_gate)
            {
                if (isDone())
                {
                    return;
                }

                others = _signingIn;
                if (others.IsCompleted)
                {
                    _signingIn = mine = SignInAsync(challenge, push, cancellationToken);
                }
            }

            if (mine is not null)
            {
                await mine;
                return;
            }

            // Its failure is its own; this one then tries for itself.
            await others.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private bool IsEnough(State state, bool push)
    {
        lock (_gate)
        {
            return state.Header is not null && (state.Pushes || !push) && state.Mounts == _mounts.Count && state.Until > cloud.Time.GetUtcNow();
        }
    }

    private async Task SignInAsync(RegistryChallenge challenge, bool push, CancellationToken cancellationToken) => _state = await SignedInAsync(challenge, push, cancellationToken);

    private async Task<State> SignedInAsync(RegistryChallenge challenge, bool push, CancellationToken cancellationToken)
    {
        var isAzures = MayUseCloud && AzureRegistries.Accepts(cloud, address, challenge);
        var pushes = push || isAzures || _state is { Header: not null, Pushes: true };
        var (scopes, mounts) = Scopes(pushes);
        if (isAzures)
        {
            return Bearer(await _azure.SignInAsync(challenge.Service ?? address.LoginServer, scopes, cancellationToken));
        }

        var secret = await (credentials ?? RegistryCredentials.DockerConfig()).FindAsync(address.LoginServer, cancellationToken);
        if (challenge.Is("Bearer"))
        {
            return Bearer(await _bearer.SignInAsync(challenge, scopes, secret, cancellationToken));
        }

        return secret is { User.Length: > 0 }
            ? new State(challenge, secret.Basic, true, DateTimeOffset.MaxValue, mounts)
            : throw new AzureCloudException($"Registry {address.LoginServer} asks for a user and a password, and there are none for it. Nothing was published. Sign in with 'docker login {address.LoginServer}'.");

        State Bearer(RegistryToken token) => new(challenge, new AuthenticationHeaderValue("Bearer", token.Value), pushes, Until(token), mounts);
    }

    private DateTimeOffset Until(RegistryToken token) => token.Lifetime is { } lifetime && lifetime > Margin * 2 ? cloud.Time.GetUtcNow() + lifetime - Margin : DateTimeOffset.MaxValue;

    // The challenge of a pull names pull only. Azure narrows what an identity may not do; other services refuse it, so they are asked for no more than is needed.
    private (IReadOnlyList<string> Scopes, int Mounts) Scopes(bool pushes)
    {
        lock (_gate)
        {
            return ([$"repository:{repository}:{(pushes ? "pull,push" : "pull")}", .. _mounts.Select(other => $"repository:{other}:pull")], _mounts.Count);
        }
    }

    private sealed record State(RegistryChallenge? Challenge, AuthenticationHeaderValue? Header, bool Pushes, DateTimeOffset Until, int Mounts);
}
