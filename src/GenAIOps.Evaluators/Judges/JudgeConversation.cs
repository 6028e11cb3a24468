using System.ClientModel;
using System.Runtime.CompilerServices;
using Azure;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;

namespace GenAIOps.Evaluators.Judges;

/// <summary>Asks a model to fill in a form, and sends back what is malformed. A failure of the model is an outcome, never an exception.</summary>
internal sealed class JudgeConversation(string instructions, JudgementForm form, JudgeOptions options)
{
    private const int MostOfAMalformedAnswer = 2000;
    private readonly ConditionalWeakTable<IChatClient, object> _withoutSchema = [];

    /// <param name="client">The judge's model.</param>
    /// <param name="material">What <see cref="MaterialJson"/> wrote.</param>
    /// <param name="sample">Which judgement of the same material, from 0.</param>
    /// <param name="cancellationToken">Ends the wait; only then is an <see cref="OperationCanceledException"/> thrown.</param>
    public async Task<JudgementOutcome> AskAsync(IChatClient client, string material, int sample, CancellationToken cancellationToken)
    {
        var model = ModelOf(client);
        var key = JudgePrompt.CacheKey(instructions, form.Schema, model, options, material, sample);
        if (options.Cache is { } cache && await cache.GetAsync(key, cancellationToken) is { } kept && form.Read(kept, out var known) is null)
        {
            return new JudgementOutcome(known, null, new JudgeUsage { Cached = 1 });
        }

        var outcome = await ConverseAsync(client, material, sample, cancellationToken);
        if (outcome.Judgement is { } judgement && options.Cache is not null)
        {
            await options.Cache.SetAsync(key, form.Write(judgement), cancellationToken);
        }

        return outcome;
    }

    /// <summary>The model that will be asked, as far as anybody knows.</summary>
    public string? ModelOf(IChatClient? client) => options.Model ?? (client?.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    private async Task<JudgementOutcome> ConverseAsync(IChatClient client, string material, int sample, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new(ChatRole.System, instructions), new(ChatRole.User, MaterialJson.Between(material))];
        var usage = new JudgeUsage();
        for (var attempt = 0; ; attempt++)
        {
            string? problem;
            string text;
            try
            {
                var response = await SendAsync(client, messages, sample, cancellationToken);
                usage += JudgeUsage.OfCall(response);
                text = response.Text;
                problem = form.Read(text, out var judgement);
                if (problem is null)
                {
                    return new JudgementOutcome(judgement, null, usage);
                }

                if (response.FinishReason == ChatFinishReason.Length)
                {
                    problem = "it was cut off at the limit of its tokens.";
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                return new JudgementOutcome(null, $"the judge's model could not be asked: {e.Message}", usage);
            }

            if (attempt >= options.Repairs)
            {
                return new JudgementOutcome(null, $"the judge gave no usable judgement in {attempt + 1} attempts; the last time {problem}", usage);
            }

            messages.Add(new ChatMessage(ChatRole.Assistant, text.Length > MostOfAMalformedAnswer ? text[..MostOfAMalformedAnswer] : text));
            messages.Add(new ChatMessage(ChatRole.User, JudgePrompt.Repair(problem)));
        }
    }

    /// <summary>Asks with the schema; where that is refused, without, and so from then on if that is what was wrong.</summary>
    private async Task<ChatResponse> SendAsync(IChatClient client, List<ChatMessage> messages, int sample, CancellationToken cancellationToken)
    {
        if (_withoutSchema.TryGetValue(client, out _))
        {
            return await client.GetResponseAsync(messages, Options(sample, ChatResponseFormat.Text), cancellationToken);
        }

        try
        {
            return await client.GetResponseAsync(messages, Options(sample, form.Format), cancellationToken);
        }
        catch (Exception e) when (IsRefusal(e) && !cancellationToken.IsCancellationRequested)
        {
            var response = await client.GetResponseAsync(messages, Options(sample, ChatResponseFormat.Text), cancellationToken);
            _withoutSchema.AddOrUpdate(client, this);
            return response;
        }
    }

    private ChatOptions Options(int sample, ChatResponseFormat format) => new()
    {
        ModelId = options.Model,
        Temperature = options.Temperature,
        Seed = options.Seed is { } seed ? seed + sample : null,
        MaxOutputTokens = options.MaxOutputTokens,
        ResponseFormat = format,
    };

    private static bool IsRefusal(Exception e) => e is NotSupportedException or NotImplementedException
        or HttpRequestException { StatusCode: System.Net.HttpStatusCode.BadRequest or System.Net.HttpStatusCode.UnprocessableEntity }
        or RequestFailedException { Status: 400 or 422 }
        or ClientResultException { Status: 400 or 422 };
}
