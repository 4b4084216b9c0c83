using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Recording;
using CustomerSegmentation.Edge.Events;
using CustomerSegmentation.Edge.Telemetry;
using CustomerSegmentation.HostTests.Messaging;
using Microsoft.Extensions.DependencyInjection;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HostTests.Api;

/// <summary>A list that comes in pieces is read as one that comes whole, wherever the pieces end.</summary>
public class EventListScanTests
{
    public static TheoryData<string> Bodies => new()
    {
        $$"""{"events":[{{Purchase("a")}},7,{{Purchase("b")}}]}""",
        $$"""{"shop":{"events":[1]},"\u0065vents":[{{Purchase("a")}},{{Purchase("b")}}],"more":1}""",
        $$"""{"events":null,"events":[{{Purchase("a")}}],"events":[{},{{Purchase("b")}}],"events":null}""",
        $$"""[{{Purchase("a")}},{{Purchase("b")[..^1]}},"\ud800":1}]""",
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_list_in_pieces_of_one_byte_is_read_as_the_whole_one_is(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var engine = new ControllableEngine();
        var answer = await ScanAsync(engine, Piece.Sequence(bytes));

        engine.Recorded.Keys.Order().ShouldBe(["a", "b"]);
        var whole = EventReader.Read(bytes);
        whole.Events.Select(purchase => purchase.EventId).ShouldBe(["a", "b"]);
        answer.Refused.ShouldBe(whole.Refused);
    }

    private static async Task<RecordAnswer> ScanAsync(ControllableEngine engine, ReadOnlySequence<byte> body)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var unreadable = new RefusedEvents(services.GetRequiredService<IMeterFactory>());
        await using var recording = new EventRecording(
            engine, unreadable, TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        var consumed = body.Start;
        new EventListScan().Scan(body, isLast: true, recording, ref consumed).ShouldBeNull();
        return await recording.FinishAsync();
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        private Piece(ReadOnlyMemory<byte> memory, long at) => (Memory, RunningIndex) = (memory, at);

        public static ReadOnlySequence<byte> Sequence(byte[] bytes)
        {
            var first = new Piece(bytes.AsMemory(0, 1), 0);
            var last = first;
            for (var at = 1; at < bytes.Length; at++)
            {
                var next = new Piece(bytes.AsMemory(at, 1), at);
                last.Next = next;
                last = next;
            }

            return new(first, 0, last, 1);
        }
    }
}
