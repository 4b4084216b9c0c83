namespace CustomerSegmentation.Engine;

/// <summary>How far the record of migrations is durable, and who waits for it to go on. Any thread.</summary>
/// <param name="position">The last position that is durable at the start; 0 for an empty record.</param>
public sealed class RecordEnd(long position)
{
    private readonly Lock _moving = new();
    private long _position = position;
    private TaskCompletionSource? _moved;

    /// <summary>The last durable position.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The record goes on to here. Lower positions change nothing.</summary>
    public void Reach(long position)
    {
        TaskCompletionSource? moved;
        lock (_moving)
        {
            if (position <= _position)
            {
                return;
            }

            Volatile.Write(ref _position, position);
            (moved, _moved) = (_moved, null);
        }

        // Those who wait continue on threads of their own: whoever writes the record has no time for them.
        moved?.SetResult();
    }

    /// <summary>Completes once the record goes beyond a position.</summary>
    public async Task BeyondAsync(long position, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_moving)
            {
                if (_position > position)
                {
                    return;
                }

                moved = (_moved ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await moved.WaitAsync(cancellation);
        }
    }
}
