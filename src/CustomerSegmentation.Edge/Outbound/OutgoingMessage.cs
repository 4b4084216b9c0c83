using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Outbound;

/// <summary>What is sent of something that happened, by whichever way.</summary>
/// <param name="Id">Unique, and the same whenever this is sent again.</param>
/// <param name="Body">A CloudEvent 1.0 as structured JSON.</param>
internal readonly record struct OutgoingMessage(string Id, ReadOnlyMemory<byte> Body)
{
    /// <summary>The content type of every body.</summary>
    public const string ContentType = "application/cloudevents+json; charset=utf-8";
}

/// <summary>Words of the contract.</summary>
internal static class CauseNames
{
    /// <summary>A cause as JSON and routing keys write it.</summary>
    public static string Word(this MigrationCause cause) => cause.ToString().ToLowerInvariant();
}
