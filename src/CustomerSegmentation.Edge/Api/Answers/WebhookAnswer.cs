using System.Text.Json.Serialization;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where calls go.</param>
/// <param name="Segments">Ids; migrations out of or into one of them. Empty for all.</param>
/// <param name="Causes">Empty for all.</param>
/// <param name="Alert">What it warns of instead; null for migrations.</param>
/// <param name="CreatedAt">On the wall.</param>
/// <param name="Status"><c>enabled</c> or <c>disabled</c>.</param>
/// <param name="DisabledBecause">In a sentence; null while it is enabled.</param>
/// <param name="Secret">What calls are signed with; only in the answer that made it.</param>
public sealed record WebhookAnswer(
    string Id,
    string Url,
    IReadOnlyList<string> Segments,
    IReadOnlyList<MigrationCause> Causes,
    AlertBody? Alert,
    DateTimeOffset CreatedAt,
    string Status,
    string? DisabledBecause,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret)
{
    internal static WebhookAnswer Of(Subscription subscription, bool isNew = false) => new(
        subscription.Id,
        subscription.Url.AbsoluteUri,
        subscription.Filter.Segments,
        subscription.Filter.Causes,
        subscription.Alert is { } alert ? AlertBody.Of(alert) : null,
        subscription.CreatedAt,
        subscription.DisabledBecause is null ? "enabled" : "disabled",
        subscription.DisabledBecause,
        isNew ? subscription.Secret : null);
}

/// <summary>What to make a webhook of.</summary>
/// <param name="Url">Where calls go; https.</param>
/// <param name="Segments">Ids; leave out for all.</param>
/// <param name="Causes">Leave out for all.</param>
/// <param name="Alert">What to warn of instead of single migrations.</param>
public sealed record WebhookBody(
    string? Url, IReadOnlyList<string>? Segments, IReadOnlyList<MigrationCause>? Causes, AlertBody? Alert);

/// <summary>A threshold to be warned of.</summary>
/// <param name="Kind"><c>shrinks</c> or <c>unusualFlow</c>.</param>
/// <param name="Segment">Id.</param>
/// <param name="By">For shrinks: the share of its members, above 0 and up to 1; default 0.1.</param>
/// <param name="Days">For shrinks: in how many days, 1 to 90; default 7.</param>
public sealed record AlertBody(AlertKind? Kind, string? Segment, double? By, int? Days)
{
    internal static AlertBody Of(Alert alert) => alert.Kind == AlertKind.Shrinks
        ? new(alert.Kind, alert.Segment, alert.By, alert.Within)
        : new(alert.Kind, alert.Segment, By: null, Days: null);

    /// <summary>The alert; null when the figures make no sense.</summary>
    internal Alert? ToAlert() => this is { Kind: { } kind, Segment: { Length: > 0 } segment }
        && By is null or (> 0 and <= 1)
        && Days is null or (>= 1 and <= DailyFlows.Days)
            ? new(kind, segment, By ?? 0.1, Days ?? 7)
            : null;
}

/// <summary>What an alert says, as the data of a CloudEvent.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Segment">The segment and today's name of it.</param>
/// <param name="Figure">Members now, or customers yesterday.</param>
/// <param name="Expected">Members then, or customers on a usual day.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record AlertAnswer(AlertKind Kind, SegmentNameAnswer? Segment, double Figure, double Expected, string Reason)
{
    internal static AlertAnswer Of(AlertFinding finding, IReadOnlyDictionary<string, Segment> directory) => new(
        finding.Alert.Kind, SegmentNameAnswer.Of(finding.Alert.Segment, directory), finding.Figure, finding.Expected, finding.Reason);
}

/// <summary>What has become of a message.</summary>
/// <param name="Id">Of the message, as in <c>webhook-id</c>.</param>
/// <param name="Status"><c>pending</c>, <c>delivered</c> or <c>withdrawn</c>.</param>
/// <param name="Attempts">Calls so far.</param>
/// <param name="FirstAt">The first of them.</param>
/// <param name="LastAt">The last of them.</param>
/// <param name="NextAt">When it is tried again; null when it is not.</param>
/// <param name="Response">The HTTP status of the last answer; null when there was none.</param>
/// <param name="Problem">Why the last attempt failed; null when it did not.</param>
public sealed record DeliveryAnswer(
    string Id, DeliveryStatus Status, int Attempts, DateTimeOffset FirstAt, DateTimeOffset LastAt, DateTimeOffset? NextAt,
    int? Response, string? Problem)
{
    internal static DeliveryAnswer Of(Delivery delivery) => new(
        delivery.MessageId, delivery.Status, delivery.Attempts, delivery.FirstAt, delivery.LastAt, delivery.NextAt,
        delivery.Response, delivery.Problem);
}
