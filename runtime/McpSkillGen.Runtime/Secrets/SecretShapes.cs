using System.Text.RegularExpressions;

namespace McpSkillGen.Runtime.Secrets;

/// <summary>What a value looks like, whatever its name.</summary>
internal static partial class SecretShapes
{
    private const int MinRandomLength = 24;
    private const double MinRandomBits = 4.0;

    // Names have digits at an end. Random text has them everywhere.
    private const int MinDigitChanges = 4;

    /// <summary>Every part that is a token of a known vendor, a key, or the password of an address.</summary>
    public static IEnumerable<Group> Known(string text) =>
        Token().Matches(text).Concat(Scheme().Matches(text)).Concat(UserInfo().Matches(text)).Concat(Hook().Matches(text))
            .Concat(Basic().Matches(text).Where(IsUserAndPassword))
            .Select(static match => match.Groups["secret"])
            .Where(static group => !group.Value.Contains("${", StringComparison.Ordinal));

    /// <summary>The parts that look random: long, with upper case, lower case and digits mixed.</summary>
    public static IEnumerable<Capture> Random(string text) => Word().Matches(text).Where(static match => LooksRandom(match.Value));

    /// <summary>Whether anybody may see a value, whatever its name is. What a shell is told to ask for is not the answer.</summary>
    public static bool IsHarmless(string value) =>
        value.Length == 0 || value.StartsWith("$(", StringComparison.Ordinal) || Harmless().IsMatch(value) || IsPlainAddress(value) || Place().IsMatch(value);

    /// <summary>Whether a possible secret is likely to be one: it is long, or has letters and digits.</summary>
    public static bool IsLikely(string value) =>
        value.Length >= 20 || (value.Length >= 8 && value.Any(char.IsAsciiDigit) && value.Any(char.IsAsciiLetter));

    /// <summary>The part of an address that only those know who may call it: a path that nobody could guess.</summary>
    public static Group? SecretPath(string address) => AddressPath().Match(address) is { Success: true } found ? found.Groups["secret"] : null;

    /// <summary>The password in <c>user:password</c>.</summary>
    public static Group? PasswordOfUser(string value)
    {
        // "1000:1000" is a user and a group, "node:node" too.
        var found = UserAndPassword().Match(value);
        var password = found.Groups["secret"];
        return found.Success && password.Value != found.Groups["user"].Value && !password.Value.All(char.IsAsciiDigit) ? password : null;
    }

    /// <summary>The password in <c>-pPASSWORD</c>, which no word of a flag begins like.</summary>
    public static Group? GluedPassword(string argument) => Glued().Match(argument) is { Success: true } found ? found.Groups["secret"] : null;

    // Letters alone could be a word in prose, but not if they are a user and a password in base64.
    private static bool IsUserAndPassword(Match basic)
    {
        var bytes = new byte[basic.Length];
        return Convert.TryFromBase64String(basic.Groups["secret"].Value, bytes, out var length)
            && bytes.AsSpan(0, length).Contains((byte)':') && !bytes.AsSpan(0, length).ContainsAnyInRange((byte)0, (byte)31);
    }

    // An address without a password in it. One with a password is a known shape.
    private static bool IsPlainAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Host.Length > 0 && address.UserInfo.Length == 0;

    private static bool LooksRandom(string word)
    {
        if (word.Length < MinRandomLength || !word.Any(char.IsAsciiDigit) || !word.Any(char.IsAsciiLetterUpper) || !word.Any(char.IsAsciiLetterLower))
        {
            return false;
        }

        var bits = word.GroupBy(static c => c).Sum(group => -(double)group.Count() / word.Length * Math.Log2((double)group.Count() / word.Length));
        var changes = word.Zip(word.Skip(1)).Count(static pair => char.IsAsciiDigit(pair.First) != char.IsAsciiDigit(pair.Second));
        return bits >= MinRandomBits && changes >= MinDigitChanges;
    }

    // By vendor: GitHub, GitLab, OpenAI and Anthropic and those like them, Stripe, Slack, AWS, Google, npm, PyPI, Hugging Face,
    // SendGrid, DigitalOcean, Shopify, Firecrawl, Mailgun, Resend, Grafana, Vault, Databricks, Postman, Sentry, HubSpot, Airtable,
    // PostHog, Pulumi, Doppler, Tailscale, LangSmith, Pinecone, Twilio, Fly, Brave, Linear, Notion, Figma, Tavily, Groq, Perplexity,
    // Replicate, Apify, Docker, Supabase,
    // Atlassian, Telegram; JSON Web Tokens; private keys.
    [GeneratedRegex(
        """
        (?<![A-Za-z0-9])(?<secret>
          gh[pousr]_[A-Za-z0-9]{20,} | github_pat_[A-Za-z0-9_]{20,}
        | gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{16,}
        | sk-[A-Za-z0-9_-]{16,} | [sr]k_(?:live|test)_[A-Za-z0-9]{10,} | whsec_[A-Za-z0-9+/=]{16,}
        | xox[abeoprs]-[A-Za-z0-9-]{10,} | xapp-[A-Za-z0-9-]{10,}
        | (?:AKIA|ASIA)[A-Z0-9]{16} | AIza[A-Za-z0-9_-]{30,} | ya29\.[A-Za-z0-9_-]{20,}
        | npm_[A-Za-z0-9]{30,} | pypi-[A-Za-z0-9_-]{40,} | hf_[A-Za-z0-9]{30,}
        | SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,} | do[opr]_v1_[a-f0-9]{60,} | shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{30,}
        | lin_api_[A-Za-z0-9]{30,} | ntn_[A-Za-z0-9]{40,} | secret_[A-Za-z0-9]{40,} | fig[du]_[A-Za-z0-9_-]{20,}
        | tvly-[A-Za-z0-9-]{16,} | gsk_[A-Za-z0-9]{30,} | pplx-[A-Za-z0-9]{30,} | r8_[A-Za-z0-9]{30,}
        | apify_api_[A-Za-z0-9]{20,} | dckr_pat_[A-Za-z0-9_-]{20,} | sb[ps]_[A-Za-z0-9_]{30,} | ATATT3[A-Za-z0-9_=-]{20,}
        | (?:fc|key)-(?=[A-Za-z]*[0-9])[A-Za-z0-9]{16,} | re_[A-Za-z0-9_]{20,} | nvapi-[A-Za-z0-9_-]{20,} | xai-[A-Za-z0-9]{20,}
        | glsa_[A-Za-z0-9_]{20,} | hv[sb]\.[A-Za-z0-9_-]{20,} | dapi[a-f0-9]{32} | PMAK-[A-Za-z0-9-]{20,} | sntry[su]_[A-Za-z0-9_+/=-]{20,}
        | pat-[a-z]{2}[0-9]-[A-Za-z0-9-]{20,} | pat[A-Za-z0-9]{14}\.[A-Za-z0-9]{20,} | phx_[A-Za-z0-9]{20,} | pul-[a-f0-9]{40} | dp\.(?:pt|st|sa|ct)\.[A-Za-z0-9_.-]{20,}
        | tskey-[A-Za-z0-9-]{16,} | lsv2_[a-z]{2}_[A-Za-z0-9_]{20,} | pcsk_[A-Za-z0-9_]{20,} | e2b_[A-Za-z0-9]{20,} | jina_[A-Za-z0-9_-]{20,} | ctx7sk-[A-Za-z0-9-]{16,}
        | bb_(?:live|test)_[A-Za-z0-9_-]{16,} | cal_(?:live|test)_[A-Za-z0-9]{16,} | sk_[A-Za-z0-9]{32,} | sb_secret_[A-Za-z0-9_]{16,} | napi_[A-Za-z0-9]{20,} | rpa_[A-Za-z0-9]{20,}
        | SK[a-f0-9]{32} | FlyV1\ [A-Za-z0-9_,=/+-]{20,} | BSA[A-Za-z0-9_-]{24,} | secret-[a-z]+-[A-Za-z0-9]{20,}
        | [0-9]{8,10}:[A-Za-z0-9_-]{35}
        | eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*
        | -----BEGIN\ [A-Z\ ]*PRIVATE\ KEY-----[\s\S]+
        )
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    // "Bearer x" in a header, an argument or a JSON text inside a variable. A word in prose has no digit.
    [GeneratedRegex(@"\b(?:Bearer|Basic|Token|ApiKey)\s+(?<secret>(?=[^\s""']*[0-9]|[^\s""']{20,})[A-Za-z0-9._~+/=:|-]{8,})", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\bBasic\s+(?<secret>[A-Za-z0-9+/]{4,}={0,2})", RegexOptions.IgnoreCase)]
    private static partial Regex Basic();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@?#]*:(?<secret>(?!<[\w.-]+>@)[^\s/?]+)@")]
    private static partial Regex UserInfo();

    // Whoever knows the address of a hook may use it: Slack, Discord, Teams, Zapier, Make, IFTTT, Feishu, PagerDuty, Telegram.
    [GeneratedRegex(
        """
        (?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)
        | discord(?:app)?\.com/api(?:/v[0-9]+)?/webhooks
        | webhook\.office\.com/webhookb2 | outlook\.office(?:365)?\.com/webhook
        | hooks\.zapier\.com/hooks/catch | mcp\.zapier\.com/api/mcp/[as]
        | hook\.[a-z0-9.]*make\.com | hook\.integromat\.com
        | maker\.ifttt\.com/trigger/[^/\s]+(?:/json)?/with/key
        | open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook
        | events\.pagerduty\.com/integration)
        /(?<secret>[A-Za-z0-9/_@.~%=-]{8,})
        | https?://[^\s/]+/(?:[\w-]+/)*?(?:web)?hooks?/(?:[a-z]{1,20}/)?(?<secret>(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{16,}(?:/[A-Za-z0-9_/-]+)?)
        | api\.telegram\.org/bot(?<secret>[0-9]{6,}:[A-Za-z0-9_-]{20,})
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Hook();

    [GeneratedRegex(@"^https?://[^/\s]+/(?<secret>(?=\S*[0-9]|\S{24,})\S{8,})$")]
    private static partial Regex AddressPath();

    [GeneratedRegex(@"^(?:(?<user>[^\s:/@${}]{1,64}):(?<secret>[^\s/$]\S{2,})|(?<user>[^\s:/@${}]+@[^\s:/@${}]+):(?<secret>[^\s/$]{3,}))$")]
    private static partial Regex UserAndPassword();

    [GeneratedRegex("^-p(?!ort|ath|rof|roj|rox|roto|rint|rod|y|re|ar|ack|lug|lat|id|ing|2p|em|ool|ub)(?<secret>(?=[^\\s]*[0-9!@#$%^&*])(?=[^\\s]*[A-Za-z])[^\\s=:/-][^\\s]{5,})$", RegexOptions.IgnoreCase)]
    private static partial Regex Glued();

    [GeneratedRegex("[A-Za-z0-9_+=-]{24,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:true|false|yes|no|on|off|none|null|default|auto|basic|bearer|oauth2?|token|env|prompt|disabled|enabled|random|required|optional|keychain|keyring|vault|file|local|jwt|oidc|pkce|-?\d{1,11}(?:\.\d+)?|(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+):\d{2,5})$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    // A path is not secret. Base64 text may begin with a slash too, but not with one of these.
    [GeneratedRegex(@"^(?:~[/\\]|\.{1,2}[/\\]|[A-Za-z]:[/\\]|/(?:home|Users|etc|var|run|opt|tmp|usr|root|mnt|srv|private|Library|Applications|Volumes|data|app|secrets|dev|proc)(?:/|$))")]
    private static partial Regex Place();
}
