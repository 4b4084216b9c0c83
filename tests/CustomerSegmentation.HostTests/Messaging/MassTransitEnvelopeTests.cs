using System.Text;
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
    public void Anything_else_is_left_as_it_is(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        MassTransitEnvelope.Unwrap(body).ShouldBe(Range.All);
    }
}
