using System.Diagnostics;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Silo.Telemetry;

/// <summary>The source of the engine's traces. While nobody listens nothing is made or kept.</summary>
internal static class EngineActivity
{
    private const int MaxLinks = 128; // as many as OpenTelemetry keeps of an activity

    public static readonly ActivitySource Source = new(EngineMetrics.Name);

    /// <summary>Remembers that whoever calls now waits for a transaction.</summary>
    /// <param name="callers">Of that transaction; null as long as there is none to remember.</param>
    public static void Follow(ref List<ActivityContext>? callers)
    {
        if (Source.HasListeners() && Activity.Current is { } caller && (callers ??= []).Count <= MaxLinks)
        {
            callers.Add(caller.Context);
        }
    }

    /// <summary>
    /// A transaction that all its callers wait for (group commit): part of the first one's trace, linked to the others'.
    /// </summary>
    public static Activity? StartCommit(List<ActivityContext>? callers, int entries)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity(
            "commit", ActivityKind.Internal, callers?[0] ?? default, links: callers?.Skip(1).Select(caller => new ActivityLink(caller)));
        return activity?.SetTag("segmentation.entries", entries);
    }
}
