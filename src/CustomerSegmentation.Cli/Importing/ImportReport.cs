using System.Text.Json;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>What the check of a whole file found.</summary>
internal sealed class ImportReport
{
    private const int ShownLines = 5;

    private readonly Dictionary<string, Finding> _findings = [];

    public long Lines { get; set; }

    public int Purchases { get; set; }

    public int Refunds { get; set; }

    public int Customers { get; set; }

    /// <summary>Sum of the purchases' amounts.</summary>
    public decimal Purchased { get; set; }

    /// <summary>Sum of the refunds' amounts.</summary>
    public decimal Refunded { get; set; }

    /// <summary>The part of <see cref="Refunded"/> that no order of this file bears, and that changes no figure for it.</summary>
    public decimal RefundedElsewhere { get; set; }

    /// <summary>Lines that cannot be understood.</summary>
    public long Invalid => _findings.Values.Where(f => f.IsInvalid).Sum(f => f.Count);

    /// <summary>Lines that are understood and do not belong.</summary>
    public long LeftOut => _findings.Values.Where(f => !f.IsInvalid).Sum(f => f.Count);

    /// <summary>A line that does not belong among the purchases: without a customer, for instance.</summary>
    public void LeaveOut(string problem, long line) => Add(problem, isInvalid: false, line, example: null);

    /// <summary>A line that cannot be understood.</summary>
    public void Reject(string problem, long line, string? example = null) => Add(problem, isInvalid: true, line, example);

    /// <summary>An event that no engine would admit.</summary>
    public void RejectEvent(string code, string reason, string eventId) => 
        Add($"event refused as {code}", isInvalid: true, line: null, $"{eventId}: {reason}");

    public void Show(TextWriter output)
    {
        output.WriteLine($"{Lines:#,0} lines: {Purchases:#,0} purchases of {Customers:#,0} customers, {Purchased:#,0.00} in all; "
            + $"{Refunds:#,0} refunds, {Refunded:#,0.00}.");
        if (RefundedElsewhere > 0)
        {
            output.WriteLine($"{RefundedElsewhere:#,0.00} of the refunds belong to no earlier order in this file (same customer, same "
                + "product): they keep their own order id and change no customer's figures.");
        }

        foreach (var (problem, finding) in _findings.OrderByDescending(f => f.Value.Count))
        {
            var examples = finding.Example is null ? "" : $", such as '{finding.Example}'";
            var lines = finding.Lines.Count == 0 ? ""
                : $" (line {string.Join(", ", finding.Lines)}{(finding.Count > finding.Lines.Count ? ", …" : "")})";
            output.WriteLine($"  {(finding.IsInvalid ? "invalid" : "left out")}: {finding.Count:#,0} × {problem}{examples}{lines}");
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("lines", Lines);
        json.WriteNumber("purchases", Purchases);
        json.WriteNumber("refunds", Refunds);
        json.WriteNumber("customers", Customers);
        json.WriteNumber("purchased", Purchased);
        json.WriteNumber("refunded", Refunded);
        json.WriteNumber("refundedElsewhere", RefundedElsewhere);
        json.WriteNumber("leftOut", LeftOut);
        json.WriteNumber("invalid", Invalid);
        json.WriteStartArray("problems");
        foreach (var (problem, finding) in _findings)
        {
            json.WriteStartObject();
            json.WriteString("problem", problem);
            json.WriteBoolean("invalid", finding.IsInvalid);
            json.WriteNumber("count", finding.Count);
            json.WriteStartArray("lines");
            finding.Lines.ForEach(json.WriteNumberValue);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Add(string problem, bool isInvalid, long? line, string? example)
    {
        if (!_findings.TryGetValue(problem, out var finding))
        {
            _findings.Add(problem, finding = new(isInvalid, example is { Length: > 120 } ? example[..120] + "…" : example));
        }

        finding.Count++;
        if (line is { } number && finding.Lines.Count < ShownLines)
        {
            finding.Lines.Add(number);
        }
    }

    private sealed class Finding(bool isInvalid, string? example)
    {
        public bool IsInvalid { get; } = isInvalid;

        public string? Example { get; } = example;

        public long Count { get; set; }

        public List<long> Lines { get; } = [];
    }
}
