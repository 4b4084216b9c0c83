using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Demo;

/// <summary>What the demo tells whoever watches. Event ids 1100–1109.</summary>
internal static partial class DemoLog
{
    [LoggerMessage(1100, LogLevel.Information, "Demo: published a year of a simulated shop, {Events} events.")]
    public static partial void HistoryPublished(this ILogger log, int events);

    [LoggerMessage(1101, LogLevel.Information, "Demo: fitted and published a first model: {Segments}.")]
    public static partial void FirstModel(this ILogger log, string segments);

    [LoggerMessage(1102, LogLevel.Information,
        "Demo: the shop is open, {Rate} events a second. Ask GET /api/v1/segments, /api/v1/customers/C-000001, /api/v1/migrations.")]
    public static partial void ShopIsOpen(this ILogger log, double rate);
}
