using System.Security.Cryptography;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Outbound.Webhooks;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Who is called when customers migrate.</summary>
internal static class WebhooksApi
{
    private const int MaxWebhooks = 100;

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").WithTags("Webhooks");
        webhooks.MapPost("", CreateAsync)
            .WithSummary("Makes a webhook; the answer alone has its secret")
            .Accepts<WebhookBody>("application/json")
            .Produces<WebhookAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        webhooks.MapGet("", async (ISegmentationEngine engine, CancellationToken cancellation) => TypedResults.Ok(PageAnswer.Of(
                new Page<Subscription>(await engine.Subscriptions.AllAsync(cancellation), Next: null), one => WebhookAnswer.Of(one))))
            .WithSummary("Every webhook")
            .Produces<PageAnswer<WebhookAnswer>>();
        webhooks.MapGet("/{id}", GetAsync)
            .WithSummary("A webhook")
            .Produces<WebhookAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapDelete("/{id}", DeleteAsync)
            .WithSummary("Ends a webhook and forgets its deliveries")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        webhooks.MapPost("/{id}/enable", EnableAsync)
            .WithSummary("Sends again to a webhook that was disabled, from where it stopped")
            .Produces<WebhookAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        webhooks.MapGet("/{id}/deliveries", DeliveriesAsync)
            .WithSummary("What has become of its newest messages, newest first; 1,000 are kept")
            .WithQuery("cursor", "limit")
            .Produces<PageAnswer<DeliveryAnswer>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http, ISegmentationEngine engine, WebhookDispatcher dispatch, WebhookOptions webhooks, ApiOptions options,
        TimeProvider time, CancellationToken cancellation)
    {
        var (body, problem) = await http.ReadBodyAsync<WebhookBody>(cancellation);
        if (body is null)
        {
            return problem ?? Problem.BadRequest("missing_body", "Send a JSON object with url.");
        }

        if (!Uri.TryCreate(body.Url, UriKind.Absolute, out var url) || webhooks.Objection(url) is not null)
        {
            return Problem.BadRequest("invalid_url", url is null ? "url must be an absolute https address." : webhooks.Objection(url)!);
        }

        var alert = body.Alert?.ToAlert();
        if (body.Alert is not null && alert is null)
        {
            return Problem.BadRequest("invalid_alert",
                $"An alert has a kind (shrinks or unusualFlow), a segment, by above 0 and up to 1, and days from 1 to {DailyFlows.Days}.");
        }

        if ((body.Segments ?? []).Where(id => id != SegmentFilter.None).Append(alert?.Segment).OfType<string>()
            .FirstOrDefault(segment => !engine.SegmentDirectory.ContainsKey(segment)) is { } unknown)
        {
            return Problem.BadRequest("unknown_segment", $"There is no segment '{unknown}'. GET /api/v1/segments lists the ids.");
        }

        if ((await engine.Subscriptions.AllAsync(cancellation)).Count >= MaxWebhooks)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "too_many_webhooks", $"There may be {MaxWebhooks} webhooks. Delete one first.");
        }

        var subscription = new Subscription(
            $"wh_{RandomNumberGenerator.GetHexString(16, lowercase: true)}", url, WebhookSecret.Make(),
            new(body.Segments ?? [], body.Causes ?? []), time.GetUtcNow()) { Alert = alert };

        // What is recorded from now on is for it; the bookmark is there before anybody can know of the webhook.
        var making = MakeAsync(engine, subscription);
        try
        {
            await making.WaitAsync(options.RecordTimeout, time, cancellation);
        }
        catch
        {
            _ = UnmakeAsync(engine, subscription, making);
            throw;
        }

        dispatch.Begin(subscription);
        return TypedResults.Created($"/api/v1/webhooks/{subscription.Id}", WebhookAnswer.Of(subscription, isNew: true));
    }

    private static async Task MakeAsync(ISegmentationEngine engine, Subscription subscription)
    {
        await engine.Record.KeepBookmarkAsync(subscription.Id, engine.Record.End, CancellationToken.None);
        await engine.Subscriptions.SaveAsync(subscription, CancellationToken.None);
    }

    /// <summary>Nobody was told the secret of a webhook that took too long to make: it must not stay.</summary>
    private static async Task UnmakeAsync(ISegmentationEngine engine, Subscription subscription, Task making)
    {
        await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (making.IsCompletedSuccessfully)
        {
            await engine.Subscriptions.RemoveAsync(subscription.Id, CancellationToken.None);
        }
    }

    private static async Task<IResult> GetAsync(string id, ISegmentationEngine engine, CancellationToken cancellation) =>
        await FindAsync(engine, id, cancellation) is { } found ? TypedResults.Ok(WebhookAnswer.Of(found)) : Unknown(id);

    private static async Task<IResult> DeleteAsync(
        string id, ISegmentationEngine engine, WebhookDispatcher dispatch, ApiOptions options, TimeProvider time, CancellationToken cancellation)
    {
        if (await FindAsync(engine, id, cancellation) is null)
        {
            return Unknown(id);
        }

        await dispatch.EndAsync(id);
        await engine.Subscriptions.RemoveAsync(id, cancellation).WaitAsync(options.RecordTimeout, time, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> EnableAsync(
        string id, ISegmentationEngine engine, WebhookDispatcher dispatch, ApiOptions options, TimeProvider time, CancellationToken cancellation)
    {
        if (await FindAsync(engine, id, cancellation) is not { } subscription)
        {
            return Unknown(id);
        }

        if (subscription.DisabledBecause is not null)
        {
            subscription = subscription with { DisabledBecause = null };
            await dispatch.EndAsync(id);
            await engine.Subscriptions.SaveAsync(subscription, cancellation).WaitAsync(options.RecordTimeout, time, cancellation);
            dispatch.Begin(subscription);
        }

        return TypedResults.Ok(WebhookAnswer.Of(subscription));
    }

    private static async Task<IResult> DeliveriesAsync(string id, HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var query = new QueryValues(http.Request.Query);
        var (cursor, limit) = (query.Text("cursor"), query.Limit());
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return await FindAsync(engine, id, cancellation) is null
            ? Unknown(id)
            : TypedResults.Ok(PageAnswer.Of(await engine.Subscriptions.DeliveriesAsync(id, cursor, limit, cancellation), DeliveryAnswer.Of));
    }

    private static async Task<Subscription?> FindAsync(ISegmentationEngine engine, string id, CancellationToken cancellation) =>
        (await engine.Subscriptions.AllAsync(cancellation)).FirstOrDefault(one => one.Id == id);

    private static ProblemHttpResult Unknown(string id) =>
        Problem.NotFound("unknown_webhook", $"There is no webhook '{id}'. GET /api/v1/webhooks lists them.");
}
