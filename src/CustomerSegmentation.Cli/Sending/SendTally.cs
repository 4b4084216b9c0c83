using System.Text.Json;

namespace CustomerSegmentation.Cli.Sending;

/// <summary>What became of the events sent so far.</summary>
internal sealed class SendTally
{
    private const int ShownRefusals = 20;

    private readonly List<(string? EventId, string Code, string Reason)> _refusals = [];

    /// <summary>Events that arrived: answered, confirmed by the broker, or written.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether the target says what became of each event; a broker and a file do not.</summary>
    public bool Answered { get; private set; }

    public long Recorded { get; private set; }

    public long Duplicates { get; private set; }

    public long Refused { get; private set; }

    /// <summary>The first refusals, with their reasons.</summary>
    public IReadOnlyList<(string? EventId, string Code, string Reason)> Refusals => _refusals;

    public void Add(int sent) => Sent += sent;

    /// <summary>Takes in the engine's answer to one request.</summary>
    public void Add(int sent, JsonElement answer)
    {
        Sent += sent;
        Answered = true;
        Recorded += answer.Count("recorded");
        Duplicates += answer.Count("duplicates");
        var refused = (answer.Child("refused")?.Elements() ?? []).ToList();
        Refused += Math.Max(refused.Count, answer.Count("refusedCount"));
        _refusals.AddRange(refused.Take(ShownRefusals - _refusals.Count)
            .Select(r => (r.Text("eventId"), r.Text("code") ?? "", r.Text("reason") ?? "")));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("sent", Sent);
        if (!Answered)
        {
            return;
        }

        json.WriteNumber("recorded", Recorded);
        json.WriteNumber("duplicates", Duplicates);
        json.WriteNumber("refused", Refused);
        json.WriteStartArray("refusals");
        foreach (var (eventId, code, reason) in _refusals)
        {
            json.WriteStartObject();
            json.WriteString("eventId", eventId);
            json.WriteString("code", code);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The figures in words, and the first refusals each on a line.</summary>
    public void Show(TextWriter output)
    {
        if (Answered)
        {
            output.WriteLine($"{Recorded:#,0} recorded, {Duplicates:#,0} duplicates, {Refused:#,0} refused.");
        }

        foreach (var (eventId, code, reason) in _refusals)
        {
            output.WriteLine($"  refused {eventId}: {reason} ({code})");
        }

        if (Refused > _refusals.Count)
        {
            output.WriteLine($"  … and {Refused - _refusals.Count:#,0} more.");
        }
    }
}
