using System.Text;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.HostTests.Events;

/// <summary>Whatever bytes come in: an answer, never an exception, and every position of the body accounted for.</summary>
public class EventReaderFuzzTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(
        """
        {"events":[{"eventId":"7c0e","type":"purchase","customerId":"Zoë😀","orderId":"O\ud83d\ude00","occurredAt":"2026-11-20T10:15:00.5+01:00","amount":59.90,"currency":"EUR"},
        {"eventId":"91bd","type":"refund","customerId":"C","orderId":"O","occurredAt":"2026-11-22T08:00:00Z","amount":"20.00","x":{"y":[1,null,true]}}]}
        """);

    /// <summary>What breaks parsers more often than chance would.</summary>
    private static readonly byte[][] Spices =
    [
        [.. "\\ud800"u8], [.. "\\u0000"u8], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0],
        [.. "null"u8], [.. "[["u8], [.. "{}"u8], [.. "\""u8], [.. "1e999999999999"u8], [.. "-"u8], [.. ","u8], [.. "\"events\":[],"u8],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_bytes_never_throw(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var body = new byte[random.Next(40)];
            random.NextBytes(body);
            CheckAnswer(body);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_mutations_of_a_valid_body_never_throw(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var body = Valid.ToList();
            for (var mutations = random.Next(1, 4); mutations > 0; mutations--)
            {
                Mutate(body, random);
            }

            CheckAnswer([.. body]);
        }
    }

    private static void Mutate(List<byte> body, Random random)
    {
        var at = random.Next(body.Count);
        switch (random.Next(4))
        {
            case 0:
                body[at] = (byte)random.Next(256);
                break;
            case 1:
                body.InsertRange(at, Spices[random.Next(Spices.Length)]);
                break;
            case 2:
                body.RemoveRange(at, Math.Min(random.Next(1, 20), body.Count - at));
                break;
            default:
                var from = random.Next(body.Count);
                body.InsertRange(at, body.GetRange(from, Math.Min(random.Next(1, 60), body.Count - from)));
                break;
        }

        if (body.Count == 0)
        {
            body.Add((byte)'x');
        }
    }

    private static void CheckAnswer(byte[] body)
    {
        var batch = EventReader.Read(body);
        var positions = batch.Indexes.Concat(batch.Refused.Select(refused => refused.Index)).Order();
        positions.SequenceEqual(Enumerable.Range(0, batch.Slices.Count)).ShouldBeTrue(Encoding.Latin1.GetString(body));
        foreach (var (index, purchase) in batch.Indexes.Zip(batch.Events))
        {
            // What was read once reads the same from its own slice: that is what a dead letter is made of.
            EventReader.ReadLine(body.AsSpan(batch.Slices[index]), index, out _).ShouldBe(purchase);
        }

        var line = EventReader.ReadLine(body, 3, out var refused);
        (line is null).ShouldBe(refused is not null);
        refused?.Index.ShouldBe(3);
    }
}
