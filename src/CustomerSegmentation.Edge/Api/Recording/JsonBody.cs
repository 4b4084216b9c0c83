using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.Edge.Api.Recording;

/// <summary>
/// A JSON body: one event, an array of events or <c>{"events":[…]}</c>, of any length. One of up to a megabyte is
/// read whole before any of it counts; of a longer one the events count as they come.
/// </summary>
internal sealed class JsonBody(PipeReader body, EventRecording recording)
{
    /// <summary>The longest body that is read whole, and the longest single event. Bytes.</summary>
    public const int Longest = 1 << 20;

    private const int ShortEvent = 16_384; // bytes; one that is longer is looked at again when a quarter more has come, or the end

    /// <summary>Reads the body to its end.</summary>
    /// <returns>Why the body, or the rest of it, cannot be used; null when it was read.</returns>
    public async Task<Refusal?> ReadAsync(CancellationToken cancellation)
    {
        var start = await body.ReadAtLeastAsync(Longest + 1, cancellation);
        if (start.Buffer.Length > Longest)
        {
            body.AdvanceTo(start.Buffer.Start);
            return await StreamAsync(cancellation);
        }

        var batch = Read(start.Buffer);
        body.AdvanceTo(start.Buffer.End);
        if (batch.BodyRefused)
        {
            return new(batch.Refused[0].Code, batch.Refused[0].Reason);
        }

        foreach (var refused in batch.Refused)
        {
            recording.Refuse(refused);
        }

        for (var i = 0; i < batch.Events.Count; i++)
        {
            recording.Take(batch.Events[i], batch.Indexes[i]);
            if (recording.IsFull)
            {
                await recording.SendAsync();
            }
        }

        return null;
    }

    private static EventBatch Read(in ReadOnlySequence<byte> whole) =>
        EventReader.Read(whole.IsSingleSegment ? whole.FirstSpan : whole.ToArray(), int.MaxValue);

    private async Task<Refusal?> StreamAsync(CancellationToken cancellation)
    {
        var list = new EventListScan();
        var worthwhile = 0L; // with less there is no whole event yet, most likely: a value is read from its beginning every time
        while (true)
        {
            var more = body.ReadAsync(cancellation);
            if (!more.IsCompleted)
            {
                recording.SendIfIdle();
            }

            var read = await more;
            if (read.Buffer.Length < worthwhile && !read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var consumed = read.Buffer.Start;
            Refusal? refusal;
            try
            {
                refusal = list.Scan(read.Buffer, read.IsCompleted, recording, ref consumed);
                var left = read.Buffer.Slice(consumed).Length;
                if (refusal is null && !recording.IsFull && left > Longest)
                {
                    refusal = EventListScan.TooLarge;
                }

                worthwhile = left <= ShortEvent || recording.IsFull ? 0 : left + (left / 4);
            }
            catch (JsonException malformed)
            {
                refusal = EventReader.NotJson("The body", malformed);
            }
            finally
            {
                // Always, and before anything waits: a body left in the middle of a read makes the server cut the
                // connection. When the lot is full, what is left over counts as not looked at, so the next read
                // gives it again at once.
                body.AdvanceTo(consumed, recording.IsFull ? consumed : read.Buffer.End);
            }

            if (refusal is not null || (read.IsCompleted && !recording.IsFull))
            {
                return refusal;
            }

            if (recording.IsFull)
            {
                await recording.SendAsync();
            }
        }
    }
}
