using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;
using CustomerSegmentation.Edge.Messaging;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>An envelope is opened, and nothing else is mistaken for one.</summary>
public sealed class MassTransitEnvelopeTests
{
    private const string Message = """{ "eventId": "E-1", "message": {"a": 1} }""";

    [Theory]
    [InlineData("""{"messageId":"1","messageType":["urn:message:Shop:Purchase"],"message":@,"headers":{}}""")]
    [InlineData("""{"message":@,"messageType":["urn:message:Shop:Purchase"],"host":{"message":{}}}""")]
    [InlineData("\uFEFF" + """{"messageType":["urn:message:Shop:Purchase"],"message":@}""")]
    public void The_message_of_an_envelope_is_found(string envelope)
    {
        var body = Encoding.UTF8.GetBytes(envelope.Replace("@", Message, StringComparison.Ordinal));

        Encoding.UTF8.GetString(body.AsSpan(MassTransitEnvelope.Unwrap(body))).ShouldBe(Message);
    }

    [Fact]
    public void A_name_that_is_half_a_surrogate_pair_is_just_another_name()
    {
        var body = """{"messageType":["x"],"\ud800":1,"message":{}}"""u8.ToArray();

        Encoding.UTF8.GetString(body.AsSpan(MassTransitEnvelope.Unwrap(body))).ShouldBe("{}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_comes_in_the_answer_is_a_part_of_the_body(int seed)
    {
        byte[] envelope = [.. """{"messageId":"1","messageType":["a"],"message":{"eventId":"E"},"host":{"x":[1,null]}}"""u8];
        byte[][] spices =
        [
            [.. "\\ud800"u8], [.. "\\u0000"u8], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0], [.. "null,"u8],
            [.. "[["u8], [.. "{}"u8], [.. "\""u8], [.. "\"\\udc00\":1,"u8], [.. "\"messageType\":[],"u8], [.. "\"message\":{},"u8],
        ];
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var body = envelope.ToList();
            for (var mutations = random.Next(1, 5); mutations > 0; mutations--)
            {
                var at = random.Next(body.Count);
                switch (random.Next(3))
                {
                    case 0:
                        body[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        body.InsertRange(at, spices[random.Next(spices.Length)]);
                        break;
                    default:
                        body.RemoveRange(at, Math.Min(random.Next(1, 8), body.Count - at - 1));
                        break;
                }
            }

            var bytes = body.ToArray();
            var (from, length) = MassTransitEnvelope.Unwrap(bytes).GetOffsetAndLength(bytes.Length);
            (length == bytes.Length || (bytes[from] == '{' && bytes[from + length - 1] == '}')).ShouldBeTrue(Encoding.Latin1.GetString(bytes));
        }
    }

    [Fact]
    public void A_body_that_makes_the_reading_fail_is_refused_as_a_whole()
    {
        byte[] body = [1, 2, 3];

        var envelope = MessageEvents.In(body, _ => throw new InvalidOperationException("No envelope."), EventReader.Read);
        var events = MessageEvents.In(body, MassTransitEnvelope.Unwrap, (_, _) => throw new InvalidOperationException("No events."));

        foreach (var (found, reason) in ((MessageEvents, string)[])[(envelope, "No envelope."), (events, "No events.")])
        {
            found.Part.ShouldBe(Range.All);
            found.Batch.BodyRefused.ShouldBeTrue();
            var refused = found.Batch.Refused.ShouldHaveSingleItem();
            refused.Code.ShouldBe(RefusalCodes.MalformedJson);
            refused.Reason.ShouldEndWith(reason);
        }
    }

    [Theory]
    [InlineData("""{"eventId":"E-1"}""")]
    [InlineData("""{"eventId":"E-1","message":{"to":"you"},"messageType":["gift"]}""")]
    [InlineData("""{"message":{"to":"you"},"messageType":["gift"],"customerId":"C-1"}""")]
    [InlineData("""{"events":[{"messageType":["a"],"message":{}}]}""")]
    [InlineData("""{"messageType":"text","message":{}}""")]
    [InlineData("""{"messageType":["a"],"message":"text"}""")]
    [InlineData("""{"messageType":["a"],"message":{}""")]
    [InlineData("""{"messageType":["a"],"message":{}} and more""")]
    [InlineData("""[{"messageType":["a"],"message":{}}]""")]
    [InlineData("\"messageType\"")]
    [InlineData("""{"messageType":["a"],"messag\ud800":{},"\ud800":{}}""")]
    public void Anything_else_is_left_as_it_is(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        MassTransitEnvelope.Unwrap(body).ShouldBe(Range.All);
    }
}
