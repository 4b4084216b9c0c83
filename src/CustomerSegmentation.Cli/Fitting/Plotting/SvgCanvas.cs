using System.Globalization;
using System.Text;
using System.Xml;

namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>A drawing in SVG 1.1. Lengths are in pixels, from the upper left corner.</summary>
internal sealed class SvgCanvas : IDisposable
{
    private readonly XmlWriter _xml;

    public SvgCanvas(string path, double width, double height, string title)
    {
        _xml = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
        _xml.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Place(("width", width), ("height", height));
        _xml.WriteAttributeString("viewBox", $"0 0 {width} {height}");
        _xml.WriteAttributeString("font-family", "sans-serif");
        _xml.WriteAttributeString("font-size", "12");
        _xml.WriteAttributeString("role", "img");
        _xml.WriteElementString("title", Printable(title));
        Element("rect", ("width", width), ("height", height), "fill", "white");
    }

    /// <summary>Opens a group; what is drawn until it is disposed of belongs to it.</summary>
    public IDisposable Group(string kind, string? title = null)
    {
        _xml.WriteStartElement("g");
        _xml.WriteAttributeString("class", kind);
        if (title is not null)
        {
            _xml.WriteElementString("title", Printable(title));
        }

        return new ElementScope(_xml);
    }

    public void Line(double x1, double y1, double x2, double y2, string colour)
    {
        _xml.WriteStartElement("line");
        Place(("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));
        _xml.WriteAttributeString("stroke", colour);
        _xml.WriteEndElement();
    }

    public void Polyline(IEnumerable<(double X, double Y)> points, string colour)
    {
        _xml.WriteStartElement("polyline");
        _xml.WriteAttributeString("points", string.Join(' ', points.Select(p => $"{Round(p.X)},{Round(p.Y)}")));
        _xml.WriteAttributeString("fill", "none");
        _xml.WriteAttributeString("stroke", colour);
        _xml.WriteAttributeString("stroke-width", "2");
        _xml.WriteEndElement();
    }

    /// <summary>A disc, or a ring of the same size.</summary>
    public void Circle(double x, double y, double radius, string colour, bool ring = false, double opacity = 1)
    {
        _xml.WriteStartElement("circle");
        Place(("cx", x), ("cy", y), ("r", radius));
        _xml.WriteAttributeString("fill", ring ? "none" : colour);
        if (ring)
        {
            _xml.WriteAttributeString("stroke", colour);
        }

        if (opacity < 1)
        {
            _xml.WriteAttributeString("opacity", Round(opacity));
        }

        _xml.WriteEndElement();
    }

    /// <summary>Text beside a point.</summary>
    /// <param name="x">Of the point.</param>
    /// <param name="y">Of the base line.</param>
    /// <param name="text">What is written.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>: which part of the text the point is at.</param>
    /// <param name="size">Of the font.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="upright">Whether it reads from below upward.</param>
    /// <param name="halo">Whether a white rim keeps it legible on what lies below.</param>
    public void Text(
        double x, double y, string text, string anchor = "start", double size = 12, bool bold = false, bool upright = false, bool halo = false)
    {
        _xml.WriteStartElement("text");
        Place(("x", x), ("y", y), ("font-size", size));
        _xml.WriteAttributeString("text-anchor", anchor);
        _xml.WriteAttributeString("fill", Palette.Ink);
        if (bold)
        {
            _xml.WriteAttributeString("font-weight", "bold");
        }

        if (upright)
        {
            _xml.WriteAttributeString("transform", $"rotate(-90 {Round(x)} {Round(y)})");
        }

        if (halo)
        {
            _xml.WriteAttributeString("stroke", "white");
            _xml.WriteAttributeString("stroke-width", "4");
            _xml.WriteAttributeString("paint-order", "stroke");
        }

        _xml.WriteString(Printable(text));
        _xml.WriteEndElement();
    }

    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.Dispose();
    }

    private void Element(string name, (string, double) first, (string, double) second, string attribute, string value)
    {
        _xml.WriteStartElement(name);
        Place(first, second);
        _xml.WriteAttributeString(attribute, value);
        _xml.WriteEndElement();
    }

    private void Place(params ReadOnlySpan<(string Name, double Value)> places)
    {
        foreach (var (name, value) in places)
        {
            _xml.WriteAttributeString(name, Round(value));
        }
    }

    private static string Round(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A column may bear a name that XML cannot hold.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));

    private sealed class ElementScope(XmlWriter xml) : IDisposable
    {
        public void Dispose() => xml.WriteEndElement();
    }
}
