using System.Globalization;
using System.Text;
using CustomerSegmentation.Edge.Messaging;
using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>Bodies as shops write them, and what the error queue says of them.</summary>
internal static class Purchases
{
    /// <summary>A good event.</summary>
    public static string Event(string eventId, string amount = "59.90") => string.Create(CultureInfo.InvariantCulture,
        $$"""{"eventId":"{{eventId}}","type":"purchase","customerId":"C-1001","orderId":"O-{{eventId}}","occurredAt":"2026-11-20T10:15:00Z","amount":{{amount}},"currency":"EUR"}""");

    /// <summary>A list of events.</summary>
    public static string List(params IEnumerable<string> events) => $$"""{"events":[{{string.Join(',', events)}}]}""";

    /// <summary>A header's text; null where there is none.</summary>
    public static string? Header(this BasicGetResult message, string name) =>
        message.BasicProperties.Headers?.TryGetValue(name, out var value) == true
            ? Encoding.UTF8.GetString((byte[])value!)
            : null;

    /// <summary>The code of a refused message.</summary>
    public static string? Code(this BasicGetResult message) => message.Header(RefusalHeaders.Code);

    /// <summary>The body as text.</summary>
    public static string Text(this BasicGetResult message) => Encoding.UTF8.GetString(message.Body.Span);
}
