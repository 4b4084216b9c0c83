using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Records;

/// <summary>What a batch has for one shard.</summary>
internal sealed class ShardPart(int shard)
{
    /// <summary>The number of the shard.</summary>
    public int Shard => shard;

    /// <summary>The segment states of its customers; null in the place of one who could not be written.</summary>
    public List<SegmentStateUpdate?> Notes { get; } = [];

    /// <summary>Complete when it is on record and the shard knows. Whoever waits goes on where this is completed.</summary>
    public TaskCompletionSource Told { get; } = new();

    /// <summary>Why one of its customers could not be written; null for none.</summary>
    public Exception? Refused { get; set; }

    /// <summary>What to tell.</summary>
    public SegmentStateUpdate[] ToTell() => Refused is null ? [.. Notes!] : [.. Notes.OfType<SegmentStateUpdate>()];

    /// <summary>The shard knows.</summary>
    public void Complete()
    {
        if (Refused is { } reason)
        {
            Told.TrySetException(reason);
        }
        else
        {
            Told.TrySetResult();
        }
    }
}
