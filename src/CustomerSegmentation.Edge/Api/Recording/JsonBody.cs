using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using CustomerSegmentation.Customers;
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

    /// <summary>Reads the body to its end.</summary>
    /// <returns>Why the body, or the rest of it, cannot be used; null when it was read.</returns>
    public async Task<Refusal?> ReadAsync(CancellationToken cancellation)
    {
        var start = await body.ReadAtLeastAsync(Longest + 1, cancellation);
        if (!start.IsCompleted)
        {
            body.AdvanceTo(start.Buffer.Start);
            return await StreamAsync(cancellation);
        }

        var batch = Read(start.Buffer);
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
        while (true)
        {
            var more = body.ReadAsync(cancellation);
            if (!more.IsCompleted)
            {
                recording.SendIfIdle();
            }

            var read = await more;
            Refusal? refusal;
            SequencePosition consumed;
            try
            {
                refusal = list.Scan(read.Buffer, read.IsCompleted, recording, out consumed);
            }
            catch (JsonException malformed)
            {
                return EventReader.NotJson("The body", malformed);
            }

            var rest = read.Buffer.Slice(consumed);
            if (refusal is not null || (read.IsCompleted && !recording.IsFull))
            {
                return refusal;
            }

            if (recording.IsFull)
            {
                body.AdvanceTo(consumed);
                await recording.SendAsync();
            }
            else if (rest.Length > Longest)
            {
                return new(RefusalCodes.TooLarge, $"An event, or a field beside the list of events, is longer than {Longest} bytes.");
            }
            else
            {
                body.AdvanceTo(consumed, read.Buffer.End);
            }
        }
    }
}
