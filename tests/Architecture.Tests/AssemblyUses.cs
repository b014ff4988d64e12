using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>One type that uses something of another namespace.</summary>
/// <param name="User">The type that uses; for a nested or compiler-made type, the one that a person wrote around it.</param>
/// <param name="FromNamespace">Where that stands.</param>
/// <param name="Used">The type that is used, or the using directive that names a namespace.</param>
/// <param name="ToNamespace">Where that stands.</param>
internal sealed record Use(string User, string FromNamespace, string Used, string ToNamespace);

/// <summary>
/// Reads from a compiled assembly which of its types use which others: base types, signatures, fields, locals, the
/// instructions of every body, generic arguments and attributes.
/// </summary>
/// <remarks>
/// A constant leaves no trace in compiled code. So the using directives count too, which the embedded debug information
/// records: a directive that nothing needs does not compile here. Only a constant of an enclosing namespace stays unseen.
/// </remarks>
internal sealed partial class AssemblyUses
{
    private static readonly Dictionary<short, OpCode> s_instructions = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static instruction => instruction.Value);

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly Dictionary<string, TypeDefinitionHandle> _typesByName = [];
    private readonly HashSet<TypeDefinitionHandle> _used = [];
    private readonly SignatureTypes _signatures;
    private readonly HashSet<string> _namespaces = [];

    private AssemblyUses(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _signatures = new SignatureTypes(_used);
        foreach (var handle in _metadata.TypeDefinitions)
        {
            _typesByName[FullName(handle)] = handle;

            // Top-level statements, polyfills of the base library and what generators make for it stand elsewhere.
            if (NamespaceOf(handle) is var name && name.StartsWith("McpSkillGen", StringComparison.Ordinal))
            {
                _namespaces.Add(name);
            }
        }
    }

    /// <summary>The namespaces of an assembly, and what its types use of other namespaces of it.</summary>
    public static (IReadOnlyCollection<string> Namespaces, IReadOnlyCollection<Use> Uses) In(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = new AssemblyUses(file);
        return (reader._namespaces, reader.Read());
    }

    private HashSet<Use> Read()
    {
        var uses = new HashSet<Use>();
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var user = Outermost(handle);
            _used.Clear();
            ReadType(_metadata.GetTypeDefinition(handle));
            foreach (var used in _used)
            {
                Add(user, FullName(used), NamespaceOf(used));
            }
        }

        // Told only where no other use of the namespace shows why the directive is there.
        var shown = uses.Select(static use => (use.FromNamespace, use.ToNamespace)).ToHashSet();
        ReadUsingDirectives((user, name) =>
        {
            if (!shown.Contains((NamespaceOf(user), name)))
            {
                Add(user, $"using {name}", name);
            }
        });
        return uses;

        void Add(TypeDefinitionHandle user, string used, string toNamespace)
        {
            var fromNamespace = NamespaceOf(user);
            if (fromNamespace != toNamespace && _namespaces.Contains(fromNamespace) && _namespaces.Contains(toNamespace))
            {
                uses.Add(new Use(FullName(user), fromNamespace, used, toNamespace));
            }
        }
    }

    private void ReadType(TypeDefinition type)
    {
        Resolve(type.BaseType);
        ReadAttributes(type.GetCustomAttributes());
        ReadGenericParameters(type.GetGenericParameters());
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Resolve(_metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_signatures, null);
            ReadAttributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            ReadAttributes(property.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            method.DecodeSignature(_signatures, null);
            ReadAttributes(method.GetCustomAttributes());
            ReadGenericParameters(method.GetGenericParameters());
            foreach (var parameter in method.GetParameters())
            {
                ReadAttributes(_metadata.GetParameter(parameter).GetCustomAttributes());
            }

            if (method.RelativeVirtualAddress != 0)
            {
                ReadBody(_file.GetMethodBody(method.RelativeVirtualAddress));
            }
        }
    }

    private void ReadGenericParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(handle => _metadata.GetGenericParameter(handle).GetConstraints()))
        {
            Resolve(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void ReadAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_metadata.GetCustomAttribute))
        {
            Resolve(attribute.Constructor);

            // What typeof names is a text in the attribute's value.
            foreach (Match name in TypeName().Matches(Encoding.UTF8.GetString(_metadata.GetBlobBytes(attribute.Value))))
            {
                if (_typesByName.TryGetValue(name.Value.Replace('+', '.'), out var used))
                {
                    _used.Add(used);
                }
            }
        }
    }

    private void ReadBody(MethodBodyBlock body)
    {
        Resolve(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
        {
            Resolve(region.CatchType);
        }

        var instructions = body.GetILReader();
        while (instructions.RemainingBytes > 0)
        {
            short code = instructions.ReadByte();
            if (code == 0xFE)
            {
                code = (short)((code << 8) | instructions.ReadByte());
            }

            switch (s_instructions[code].OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    Resolve(MetadataTokens.EntityHandle(instructions.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = instructions.ReadInt32();
                    instructions.Offset += targets * sizeof(int);
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    instructions.Offset += sizeof(long);
                    break;
                case OperandType.InlineI or OperandType.InlineBrTarget or OperandType.InlineString or OperandType.ShortInlineR:
                    instructions.Offset += sizeof(int);
                    break;
                case OperandType.InlineVar:
                    instructions.Offset += sizeof(short);
                    break;
                case OperandType.ShortInlineI or OperandType.ShortInlineBrTarget or OperandType.ShortInlineVar:
                    instructions.Offset++;
                    break;
            }
        }
    }

    private void Resolve(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _used.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            case HandleKind.FieldDefinition:
                _used.Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                _used.Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Resolve(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var instance = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Resolve(instance.Method);
                instance.DecodeSignature(_signatures, null);
                break;
            case HandleKind.StandaloneSignature:
                var signature = _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle);
                if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
                {
                    signature.DecodeLocalSignature(_signatures, null);
                }
                else
                {
                    signature.DecodeMethodSignature(_signatures, null);
                }

                break;
        }
    }

    private void ReadUsingDirectives(Action<TypeDefinitionHandle, string> add)
    {
        var entry = _file.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = _file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var symbols = provider.GetMetadataReader();
        foreach (var method in _metadata.MethodDefinitions)
        {
            foreach (var scope in symbols.GetLocalScopes(method.ToDebugInformationHandle()).Select(symbols.GetLocalScope))
            {
                for (var imports = scope.ImportScope; !imports.IsNil; imports = symbols.GetImportScope(imports).Parent)
                {
                    foreach (var import in symbols.GetImportScope(imports).GetImports()
                        .Where(static import => import.Kind == ImportDefinitionKind.ImportNamespace))
                    {
                        add(
                            Outermost(_metadata.GetMethodDefinition(method).GetDeclaringType()),
                            Encoding.UTF8.GetString(symbols.GetBlobBytes(import.TargetNamespace)));
                    }
                }
            }
        }
    }

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        while (_metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } around)
        {
            handle = around;
        }

        return handle;
    }

    private string NamespaceOf(TypeDefinitionHandle handle) => _metadata.GetString(_metadata.GetTypeDefinition(Outermost(handle)).Namespace);

    private string FullName(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var name = _metadata.GetString(type.Name);
        var around = type.GetDeclaringType();
        return around.IsNil ? $"{_metadata.GetString(type.Namespace)}.{name}" : $"{FullName(around)}.{name}";
    }

    [GeneratedRegex(@"McpSkillGen[\w.+`]+")]
    private static partial Regex TypeName();

    /// <summary>Collects every type of this assembly that a signature names.</summary>
    private sealed class SignatureTypes(HashSet<TypeDefinitionHandle> used) : ISignatureTypeProvider<object?, object?>
    {
        public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            used.Add(handle);
            return null;
        }

        public object? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => null;

        public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

        public object? GetSZArrayType(object? elementType) => null;

        public object? GetArrayType(object? elementType, ArrayShape shape) => null;

        public object? GetByReferenceType(object? elementType) => null;

        public object? GetPointerType(object? elementType) => null;

        public object? GetPinnedType(object? elementType) => null;

        public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

        public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

        public object? GetGenericMethodParameter(object? genericContext, int index) => null;

        public object? GetGenericTypeParameter(object? genericContext, int index) => null;

        public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;
    }
}
